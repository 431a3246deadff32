#!/bin/sh
# Fetches Apache ZooKeeper's server and everything it loads from Maven Central into
# .cache/zookeeper/lib of this checkout. Does nothing when they are there already.
#
# Needs: mvn (Debian: apt-get install maven) and the network, once.
set -eu

version=${ZOOKEEPER_VERSION:-3.9.5}
checkout=$(cd "$(dirname "$0")/../.." && pwd)
cache=$checkout/.cache/zookeeper
stamp=$cache/version

if [ "$(cat "$stamp" 2>/dev/null || true)" = "$version" ]; then
    exit 0
fi
command -v mvn >/dev/null || {
    echo "fetch-zookeeper.sh: mvn is missing; install it: apt-get install maven" >&2
    exit 1
}

rm -rf "$cache"
mkdir -p "$cache/lib"
# zookeeper marks the metrics and snappy jars as provided: its own start script finds them in lib/.
cat > "$cache/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>ringkeeper</groupId>
  <artifactId>reference-zookeeper</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.zookeeper</groupId>
      <artifactId>zookeeper</artifactId>
      <version>$version</version>
    </dependency>
    <dependency>
      <groupId>io.dropwizard.metrics</groupId>
      <artifactId>metrics-core</artifactId>
      <version>4.1.12.1</version>
    </dependency>
    <dependency>
      <groupId>org.xerial.snappy</groupId>
      <artifactId>snappy-java</artifactId>
      <version>1.1.10.5</version>
    </dependency>
  </dependencies>
</project>
POM
mvn -q -B -f "$cache/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$cache/lib"
printf '%s\n' "$version" > "$stamp"
