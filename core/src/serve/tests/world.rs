//! A server in miniature: one shard, one replica, a tree, and a log that is durable when told.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::id::{Monotonic, Now, RecordNumber, ShardId, Sid, WallTime};
use crate::input::{Effect, Effects, Input};
use crate::options::Options;
use crate::replica::Replica;
use crate::serve::{Asks, Serve, Slot};
use crate::stream::{Batch, CloseReason};
use crate::tree::Tree;

/// See the module.
pub(super) struct World {
    pub(super) serve: Serve,
    pub(super) tree: Tree,
    replica: Replica,
    pub(super) asks: Asks,
    appended: RecordNumber,
    pub(super) now: Now,
    pub(super) closed: Vec<(Slot, CloseReason)>,
}

impl World {
    pub(super) fn new(options: Options) -> World {
        let options = Arc::new(options);
        let tree = Tree::new(1, options.tree_digest);
        let now = Now {
            monotonic: Monotonic(1000),
            wall: WallTime(1_700_000_000_000),
        };
        let replica =
            Replica::recover(Arc::clone(&options), Sid(1), &tree, RecordNumber(1), 2, now);
        World {
            serve: Serve::new(ShardId(0), options, tree.last_zxid(), 3),
            tree,
            replica,
            asks: Asks::default(),
            appended: RecordNumber(0),
            now,
            closed: Vec::new(),
        }
    }

    /// A connection that has sent nothing.
    pub(super) fn connect(&mut self) -> Slot {
        let peer = "127.0.0.1:4000".parse().expect("an address");
        Slot(self.serve.accept(peer, self.now).slot)
    }

    /// A connection with a session.
    pub(super) fn open(&mut self) -> Slot {
        let slot = self.connect();
        let mut request = Vec::new();
        request.extend_from_slice(&0_i32.to_be_bytes());
        request.extend_from_slice(&0_i64.to_be_bytes());
        request.extend_from_slice(&10_000_i32.to_be_bytes());
        request.extend_from_slice(&0_i64.to_be_bytes());
        request.extend_from_slice(&16_i32.to_be_bytes());
        request.extend_from_slice(&[0; 17]);
        self.send(slot, &frame(&request));
        self.settle();
        let response = self.take(slot);
        assert_eq!(response.len(), 4 + 37, "a session is granted");
        slot
    }

    /// Bytes arrive.
    pub(super) fn send(&mut self, slot: Slot, bytes: &[u8]) {
        self.serve
            .receive(slot, bytes, &self.tree, self.now, &mut self.asks);
        self.serve.invariants();
    }

    /// The replica takes what the shard has for it; nothing is durable yet.
    pub(super) fn step(&mut self) {
        let mut effects = Effects::default();
        for input in core::mem::take(&mut self.asks.to_replica) {
            self.replica.step(self.now, &self.tree, input, &mut effects);
        }
        let mut batch = Batch {
            through: self.tree.last_zxid(),
            ..Batch::default()
        };
        for effect in effects.list {
            match effect {
                Effect::Append { record, .. } => self.appended = record,
                Effect::Deliver(delivery) => batch.items.push(delivery),
                peers @ (Effect::Truncate { .. }
                | Effect::StorePromises(_)
                | Effect::Notify { .. }
                | Effect::Join { .. }
                | Effect::Leave
                | Effect::Send { .. }
                | Effect::Propose { .. }
                | Effect::Stream { .. }
                | Effect::SendCheckpoint { .. }
                | Effect::InstallBegin { .. }
                | Effect::InstallChunk { .. }
                | Effect::InstallEnd { .. }
                | Effect::InstallAbort
                | Effect::CloseLink { .. }
                | Effect::Members(_)
                | Effect::Configured(_)
                | Effect::Note(_)
                | Effect::Halt(_)) => panic!("a single server has no peers: {peers:?}"),
            }
        }
        self.deliver(&batch);
    }

    /// The log is durable up to the last record; everything is applied and delivered in batches
    /// of at most `budget`.
    pub(super) fn land(&mut self, budget: usize) {
        let through = self.appended;
        let durable = Input::Durable { through };
        self.replica
            .step(self.now, &self.tree, durable, &mut Effects::default());
        while self.replica.has_committed() {
            let mut batch = Batch::default();
            self.replica.apply(&mut self.tree, budget, &mut batch);
            self.deliver(&batch);
        }
    }

    /// Until nothing is left to do.
    pub(super) fn settle(&mut self) {
        loop {
            self.step();
            self.land(usize::MAX);
            self.serve
                .read_waiting(&self.tree, self.now, &mut self.asks);
            if self.asks.to_replica.is_empty() {
                break;
            }
        }
    }

    pub(super) fn deliver(&mut self, batch: &Batch) {
        self.serve
            .deliver(batch, &self.tree, self.now, &mut self.asks);
        self.serve.invariants();
        self.closed.append(&mut self.asks.close);
    }

    /// What the connection was sent since the last look.
    pub(super) fn take(&mut self, slot: Slot) -> Vec<u8> {
        self.closed.append(&mut self.asks.close);
        self.serve
            .take_output(slot)
            .map(core::mem::take)
            .unwrap_or_default()
    }

    /// As [`World::take`], cut into frames without their lengths.
    pub(super) fn frames(&mut self, slot: Slot) -> Vec<Vec<u8>> {
        let bytes = self.take(slot);
        let mut rest = bytes.as_slice();
        let mut frames = Vec::new();
        while let Some((length, behind)) = rest.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length) as usize;
            frames.push(behind[..length].to_vec());
            rest = &behind[length..];
        }
        frames
    }
}

/// A frame around a body.
pub(super) fn frame(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a small frame");
    [&length.to_be_bytes(), body].concat()
}

/// A request frame.
pub(super) fn request(xid: i32, opcode: i32, record: &[u8]) -> Vec<u8> {
    frame(&[&xid.to_be_bytes(), &opcode.to_be_bytes(), record].concat())
}

/// A Jute string.
pub(super) fn text(text: &str) -> Vec<u8> {
    frame(text.as_bytes())
}

/// An open ACL list as clients send it.
pub(super) fn open_acl() -> Vec<u8> {
    [
        &1_i32.to_be_bytes()[..],
        &31_i32.to_be_bytes(),
        &text("world"),
        &text("anyone"),
    ]
    .concat()
}

/// `create` of a persistent znode.
pub(super) fn create(xid: i32, path: &str, data: &str) -> Vec<u8> {
    let record = [
        text(path),
        text(data),
        open_acl(),
        0_i32.to_be_bytes().to_vec(),
    ]
    .concat();
    request(xid, 1, &record)
}

/// `setData` of any version.
pub(super) fn set(xid: i32, path: &str, data: &str) -> Vec<u8> {
    request(
        xid,
        5,
        &[text(path), text(data), (-1_i32).to_be_bytes().to_vec()].concat(),
    )
}

/// `getData`.
pub(super) fn get(xid: i32, path: &str, watch: u8) -> Vec<u8> {
    request(xid, 4, &[text(path), [watch].to_vec()].concat())
}

/// The xid, zxid and error of a reply.
pub(super) fn head(reply: &[u8]) -> (i32, i64, i32) {
    let i32_at = |at: usize| i32::from_be_bytes(reply[at..at + 4].try_into().expect("four bytes"));
    let zxid = i64::from_be_bytes(reply[4..12].try_into().expect("eight bytes"));
    (i32_at(0), zxid, i32_at(12))
}

/// The data of a `getData` reply.
pub(super) fn data(reply: &[u8]) -> &[u8] {
    let length = u32::from_be_bytes(reply[16..20].try_into().expect("four bytes")) as usize;
    &reply[20..20 + length]
}
