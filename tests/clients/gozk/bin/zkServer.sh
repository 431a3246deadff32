#!/bin/sh
# go-zookeeper's tests start their server as `zkServer.sh start-foreground zoo.cfg`, with system
# properties in SERVER_JVMFLAGS. This stands in for ZooKeeper's script and starts the server under
# test; exec keeps the process id, which the tests kill.
#
# Takes from the environment: SERVER, RINGKEEPER (path of the binary), ZOOKEEPER_JARS (class path).
set -eu

config=$2
# shellcheck disable=SC2086 # flags are words by definition
case $SERVER in
ringkeeper) exec "$RINGKEEPER" serve ${SERVER_JVMFLAGS:-} "$config" ;;
zookeeper)
    exec java -cp "$ZOOKEEPER_JARS" ${SERVER_JVMFLAGS:-} \
        org.apache.zookeeper.server.quorum.QuorumPeerMain "$config"
    ;;
esac
