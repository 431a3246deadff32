//! Identities and positions as newtypes, so that no two bare integers stand side by side.
//!
//! Must never: do arithmetic that could cross an epoch unseen. [`Zxid::next`] asserts that the
//! counter has room; whoever assigns zxids rolls the epoch before that.

use core::fmt;

/// A period of one leader's reign; the high half of a [`Zxid`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Epoch(pub u32);

/// A position in the one order of txns: epoch (32 bits) and counter (32 bits).
///
/// Compared as a signed 64-bit number, as ZooKeeper's clients do; epochs stay below 2^31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Zxid(i64);

impl Zxid {
    /// The position before the first txn: the zxid of an empty tree.
    pub const ZERO: Zxid = Zxid(0);

    /// The zxid whose wire form is `bits`.
    pub const fn from_bits(bits: i64) -> Zxid {
        Zxid(bits)
    }

    /// A position within an epoch.
    pub const fn new(epoch: Epoch, counter: u32) -> Zxid {
        Zxid((epoch.0 as i64) << 32 | counter as i64)
    }

    /// The wire form: `epoch << 32 | counter`.
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// The epoch this zxid was assigned in.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub const fn epoch(self) -> Epoch {
        Epoch((self.0 >> 32) as u32)
    }

    /// The position within the epoch.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub const fn counter(self) -> u32 {
        self.0 as u32
    }

    /// The zxid after this one in the same epoch.
    #[must_use]
    pub fn next(self) -> Zxid {
        assert!(
            self.counter() != u32::MAX,
            "the zxid counter of an epoch is used up"
        );
        Zxid(self.0 + 1)
    }
}

impl fmt::Debug for Zxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl fmt::Display for Zxid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// A server of the ensemble, ZooKeeper's `myid`: 1 to 255.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Sid(pub u8);

/// A session: opaque to clients, unique for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SessionId(pub i64);

impl SessionId {
    /// "No session": what a client sends to open a new one, and who owns internal txns.
    pub const NONE: SessionId = SessionId(0);
}

impl SessionId {
    const SERIAL_BITS: u32 = 56;

    /// The server that handed it out.
    #[allow(clippy::cast_possible_truncation)] // the top byte
    pub const fn server(self) -> Sid {
        Sid((self.0.cast_unsigned() >> SessionId::SERIAL_BITS) as u8)
    }

    /// Its number among those of its server.
    pub const fn serial(self) -> SessionSerial {
        SessionSerial(self.0.cast_unsigned() & SessionSerial::MAX.0)
    }

    /// The session `serial` of `server`.
    pub const fn of(server: Sid, serial: SessionSerial) -> SessionId {
        assert!(serial.0 <= SessionSerial::MAX.0, "a serial has 56 bits");
        let bits = ((server.0 as u64) << SessionId::SERIAL_BITS) | serial.0;
        SessionId(bits.cast_signed())
    }
}

/// A session's number among those of its server: the low 56 bits of its id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SessionSerial(pub u64);

impl SessionSerial {
    /// The largest.
    pub const MAX: SessionSerial = SessionSerial((1 << SessionId::SERIAL_BITS) - 1);
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#x}", self.0)
    }
}

/// A client's own number for a request (`xid`), echoed in the reply.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Xid(pub i32);

/// A shard: one pinned thread with its ring and connections.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ShardId(pub u16);

/// One socket, for as long as it lives. `generation` tells a reused slot from its predecessor.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ConnectionId {
    /// The shard that owns the connection for its whole life.
    pub shard: ShardId,
    /// The place in that shard's table.
    pub slot: u32,
    /// How often the slot was used before.
    pub generation: u32,
}

/// A connection between a learner and its leader, for as long as it lives; unique for the life of
/// the process, so that what is still said of one that is gone finds nobody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LinkId(pub u64);

/// Milliseconds since the Unix epoch on the leader's wall clock: what `ctime` and `mtime` hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct WallTime(pub i64);

/// Milliseconds on a clock that never goes back: what timeouts are measured with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Monotonic(pub u64);

/// The time of one step, given in by the driver: the core never reads a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Now {
    /// For timeouts.
    pub monotonic: Monotonic,
    /// For `ctime`, `mtime` and TTLs.
    pub wall: WallTime,
}

/// The n-th record of a server's log, counted from 1. The log calls it a position; it is a number
/// of this server alone, whereas a [`Zxid`] is the ensemble's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct RecordNumber(pub u64);

impl RecordNumber {
    /// The record after this one.
    #[must_use]
    pub fn next(self) -> RecordNumber {
        RecordNumber(self.0 + 1)
    }
}
