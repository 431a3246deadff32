#!/bin/sh
# Fetches Apache ZooKeeper's server and everything it loads from Maven Central into
# .cache/zookeeper/lib of this checkout. Does nothing when they are there already.
#
# Needs: mvn (Debian: apt-get install maven) and the network, once.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
. "$here/versions"
cache=$(cd "$here/../.." && pwd)/.cache
stamp=$cache/zookeeper/stamp
# The pom is part of the stamp: a new dependency is fetched without a new ZooKeeper.
want="$ZOOKEEPER_RELEASE $(cksum < "$here/zookeeper/pom.xml")"

if [ "$(cat "$stamp" 2>/dev/null || true)" = "$want" ]; then
    exit 0
fi
command -v mvn >/dev/null || {
    echo "fetch-zookeeper.sh: mvn is missing; install it: apt-get install maven" >&2
    exit 1
}

# Built beside and moved into place: an interrupted fetch never looks like a complete one.
mkdir -p "$cache"
fresh=$(mktemp -d "$cache/zookeeper.XXXXXX")
trap 'rm -rf "$fresh"' EXIT
cp "$here/zookeeper/pom.xml" "$fresh/pom.xml"
mvn -q -B -f "$fresh/pom.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
    -Dzookeeper.release="$ZOOKEEPER_RELEASE" \
    -DincludeScope=runtime -DoutputDirectory="$fresh/lib"
printf '%s\n' "$want" > "$fresh/stamp"
rm -rf "$cache/zookeeper"
mv "$fresh" "$cache/zookeeper"
trap - EXIT
