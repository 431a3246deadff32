#!/usr/bin/env python3
"""Copies the tree of one ZooKeeper-compatible server to another, through the client protocol.

Used for moving from ZooKeeper to Ringkeeper (docs/moving.md), or back. Copies paths, data and
ACLs of everything but ephemeral znodes and /zookeeper. Where there are sequential children, it
advances the parent's counter to the source's, so that the next name follows the last one. Never
writes to the source, and deletes nothing from the target but its own znode that advances counters.
May be run again: it changes only what differs, and says how much.

What it cannot copy: zxids, versions, times, sessions, ephemerals; containers and TTL znodes come
out as ordinary ones, for the protocol does not show what they are. Needs kazoo.
"""

import argparse
import re
import sys

from kazoo.client import KazooClient
from kazoo.exceptions import ConnectionLoss, KazooException, NoNodeError, SessionExpiredError

SEQUENTIAL = re.compile(r"-?[0-9]{10}$")

# A pair of writes advances a counter by one; a transaction of so many stays far below the 1 MB
# that a request may have.
PAIRS_PER_TRANSACTION = 500
COUNTER_ZNODE = "copy-znodes-counter"


def created_children(stat):
    """How many children a znode ever had: the number its next sequential child is given.

    The cversion that clients see counts creations and deletions; the difference of the two is the
    number of children.
    """
    return (stat.cversion + stat.numChildren) // 2


class MaskedAcl(KazooException):
    """A server shows the hashes in an ACL only to those who may administer the znode."""


class Copy:
    """One run over the tree, with what it did."""

    def __init__(self, source, target):
        self.source = source
        self.target = target
        self.with_sequential = []
        self.created = 0
        self.changed = 0
        self.equal = 0
        self.ephemerals = 0
        self.counters = 0
        self.refused = 0

    def run(self):
        # A list, not recursion: a tree may be deeper than Python's stack.
        waiting = ["/"]
        while waiting:
            path = waiting.pop()
            children = self.attempt(self.znode, path)
            waiting.extend(child for child in children or () if child != "/zookeeper")
        # Last, for the children that were copied have advanced the counters themselves.
        for path in self.with_sequential:
            self.attempt(self.counter, path)

    def attempt(self, step, path):
        """One step for one znode; what it returns, or nothing if it could not be done."""
        try:
            return step(path)
        except (ConnectionLoss, SessionExpiredError):
            raise
        except NoNodeError:
            return None  # deleted in the source meanwhile
        except KazooException as error:
            print(f"{path}: not copied, nor what is below: {error!r}", file=sys.stderr)
            self.refused += 1
            return None

    def znode(self, path):
        """Copies one znode; returns the paths of its children in the source."""
        data, stat = self.source.get(path)
        if stat.ephemeralOwner != 0:
            self.ephemerals += 1
            return []
        acl, _ = self.source.get_acls(path)
        if any(rule.id.scheme == "digest" and rule.id.id.endswith(":x") for rule in acl):
            raise MaskedAcl("its ACL is shown without hashes: use --super")

        if self.target.exists(path) is None:
            self.target.create(path, data, acl=acl)
            self.created += 1
        else:
            self.update(path, data, acl)

        children = self.source.get_children(path)
        if any(SEQUENTIAL.search(name) for name in children):
            self.with_sequential.append(path)
        return [f"{path.rstrip('/')}/{name}" for name in children]

    def update(self, path, data, acl):
        """Makes a znode that is there already equal to the source's."""
        changed = False
        if self.target.get(path)[0] != data:
            self.target.set(path, data)
            changed = True
        if self.target.get_acls(path)[0] != acl:
            self.target.set_acls(path, acl)
            changed = True
        if changed:
            self.changed += 1
        else:
            self.equal += 1

    def counter(self, path):
        """Creates and deletes a child until the next sequential name is the source's."""
        wanted = created_children(self.source.exists(path))
        missing = wanted - created_children(self.target.exists(path))
        if missing <= 0:
            return
        self.counters += 1
        child = f"{path.rstrip('/')}/{COUNTER_ZNODE}"
        while missing > 0:
            pairs = min(missing, PAIRS_PER_TRANSACTION)
            transaction = self.target.transaction()
            for _ in range(pairs):
                transaction.create(child)
                transaction.delete(child)
            for result in transaction.commit():
                if isinstance(result, Exception):
                    raise result
            missing -= pairs

    def report(self):
        print(
            f"{self.created} created, {self.changed} changed, {self.equal} were equal, "
            f"{self.counters} counters advanced, {self.ephemerals} ephemerals left out, "
            f"{self.refused} refused"
        )


def connected(address, identity):
    client = KazooClient(address, auth_data=[("digest", identity)] if identity else None)
    client.start()
    return client


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    arguments.add_argument("source", help="host:port that is read")
    arguments.add_argument("target", help="host:port that is written")
    arguments.add_argument(
        "--super",
        metavar="USER:PASSWORD",
        help="identity on both servers, the one of their superDigest",
    )
    chosen = arguments.parse_args()
    source = connected(chosen.source, chosen.super)
    target = connected(chosen.target, chosen.super)
    copy = Copy(source, target)
    copy.run()
    copy.report()
    source.stop()
    target.stop()
    sys.exit(1 if copy.refused else 0)


main()
