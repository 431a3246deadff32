//! One znode: its record in memory, and the view of it that readers get.
//!
//! A million znodes must cost little beyond their names and data, so the record holds what every
//! znode has, and [`Extra`] what few have. Must never: hold a path; a znode knows its name and
//! its parent.

use alloc::boxed::Box;
use alloc::string::String;

use crate::acl::AclList;
use crate::id::{WallTime, Zxid};
use crate::stat::Stat;
use crate::txn::Owner;

use super::Tree;
use super::acl::AclId;
use super::digest::PrefixCrc;
use super::slab::{Slot, SlotId};

/// Data longer than this has an allocation of its own, so that replacing it moves it and copies
/// nothing; shorter data shares one with the name.
const INLINE_MAX: usize = 4096;

/// What every znode has.
#[derive(Clone)]
pub(super) struct Record {
    /// The name, and behind it the data unless that is in the [`Extra`].
    blob: Box<[u8]>,
    pub(super) czxid: Zxid,
    pub(super) mzxid: Zxid,
    pub(super) ctime: WallTime,
    pub(super) mtime: WallTime,
    pub(super) version: i32,
    /// The hash of the path, for the index.
    pub(super) hash: u32,
    pub(super) parent: SlotId,
    /// The children of one parent are a list: a create goes to its front.
    pub(super) next_sibling: SlotId,
    pub(super) previous_sibling: SlotId,
    pub(super) acl: AclId,
    /// An [`Extra`], or none.
    pub(super) extra: SlotId,
    head: Head,
}

/// What a znode gets once it has had a child, an owner, a new ACL, or long data.
#[derive(Clone)]
pub(super) struct Extra {
    pub(super) first_child: SlotId,
    pub(super) num_children: i32,
    /// Creates of children.
    pub(super) stored_cversion: i32,
    pub(super) aversion: i32,
    pub(super) pzxid: Zxid,
    pub(super) owner: Owner,
    /// The znodes of one owner are a list, too.
    pub(super) next_owned: SlotId,
    pub(super) previous_owned: SlotId,
    long_data: Option<Box<LongData>>,
}

/// Data longer than [`INLINE_MAX`].
#[derive(Clone)]
struct LongData {
    bytes: Box<[u8]>,
    /// What the tree's digest hashes first: a change of another field does not hash it again.
    crc: PrefixCrc,
}

// Issue of the house: at most 100 bytes for a znode beyond its name and data. The record, 6 to 12
// bytes in the index, and what the allocator rounds the blob up by.
const _: () = assert!(size_of::<Record>() == 80);
const _: () = assert!(size_of::<Extra>() <= 64);

/// Length of the name (28 bits) and four flags.
#[derive(Clone, Copy)]
struct Head(u32);

/// Marks on a znode, besides its fields.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Mark {
    /// Its data is ZooKeeper's null.
    NullData = 1 << 28,
    /// The checkpoint store may hold it: its delete must be written there.
    InStore = 1 << 29,
    /// It changed in a generation of even number (see `delta`).
    ChangedInEven = 1 << 30,
    /// It changed in a generation of odd number.
    ChangedInOdd = 1 << 31,
}

impl Mark {
    const CHANGED: u32 = Mark::ChangedInEven as u32 | Mark::ChangedInOdd as u32;
}

/// Names are shorter: a request frame is, too.
const NAME_LEN_END: usize = 1 << 28;

impl Slot for Record {
    fn leave(&self) -> Record {
        let mut record = Record::new("", WallTime(0), Zxid::ZERO);
        // A slot stands in a generation's list once, whoever lives in it.
        record.head.0 |= self.head.0 & Mark::CHANGED;
        // No znode is its own sibling.
        record.next_sibling = SlotId::FIRST;
        record.previous_sibling = SlotId::FIRST;
        record
    }

    fn is_vacant(&self) -> bool {
        // The first slot is the root: never a sibling.
        self.next_sibling == SlotId::FIRST
    }

    fn enter(&mut self, vacant: &Record) {
        self.head.0 |= vacant.head.0 & Mark::CHANGED;
    }
}

impl Slot for Extra {
    fn enter(&mut self, _vacant: &Extra) {}

    fn leave(&self) -> Extra {
        Extra {
            num_children: -1,
            ..Extra::new(Zxid::ZERO)
        }
    }

    fn is_vacant(&self) -> bool {
        self.num_children < 0
    }
}

impl Extra {
    /// The extra of a znode created at `czxid` to which nothing happened since.
    pub(super) const fn new(czxid: Zxid) -> Extra {
        Extra {
            first_child: SlotId::NONE,
            num_children: 0,
            stored_cversion: 0,
            aversion: 0,
            pzxid: czxid,
            owner: Owner::Persistent,
            next_owned: SlotId::NONE,
            previous_owned: SlotId::NONE,
            long_data: None,
        }
    }
}

impl Record {
    /// A znode with null data, without parent, open to everybody.
    pub(super) fn new(name: &str, time: WallTime, zxid: Zxid) -> Record {
        assert!(name.len() < NAME_LEN_END, "a name is shorter than 256 MiB");
        Record {
            blob: name.as_bytes().into(),
            czxid: zxid,
            mzxid: zxid,
            ctime: time,
            mtime: time,
            version: 0,
            hash: 0,
            parent: SlotId::NONE,
            next_sibling: SlotId::NONE,
            previous_sibling: SlotId::NONE,
            acl: AclId::OPEN,
            extra: SlotId::NONE,
            #[allow(clippy::cast_possible_truncation)] // asserted above
            head: Head(name.len() as u32 | Mark::NullData as u32),
        }
    }

    /// As [`Record::new`], with short data in the same allocation.
    pub(super) fn with_data(name: &str, data: &[u8], time: WallTime, zxid: Zxid) -> Record {
        let mut record = Record::new("", time, zxid);
        assert!(name.len() < NAME_LEN_END, "a name is shorter than 256 MiB");
        record.blob = concat(name.as_bytes(), data);
        #[allow(clippy::cast_possible_truncation)] // asserted above
        let head = Head(name.len() as u32);
        record.head = head;
        record
    }

    #[inline]
    const fn name_len(&self) -> usize {
        (self.head.0 as usize) & (NAME_LEN_END - 1)
    }

    #[inline]
    pub(super) fn name(&self) -> &[u8] {
        &self.blob[..self.name_len()]
    }

    #[inline]
    pub(super) const fn has(&self, mark: Mark) -> bool {
        self.head.0 & mark as u32 != 0
    }

    #[inline]
    pub(super) const fn mark(&mut self, mark: Mark) {
        self.head.0 |= mark as u32;
    }

    #[inline]
    pub(super) const fn unmark(&mut self, mark: Mark) {
        self.head.0 &= !(mark as u32);
    }
}

fn concat(name: &[u8], data: &[u8]) -> Box<[u8]> {
    let mut blob = alloc::vec::Vec::with_capacity(name.len() + data.len());
    blob.extend_from_slice(name);
    blob.extend_from_slice(data);
    blob.into_boxed_slice()
}

/// Whether data of this length shares the name's allocation.
pub(super) const fn is_inline(data: &[u8]) -> bool {
    data.len() <= INLINE_MAX
}

impl Tree {
    /// The extra of a znode, made if it had none.
    pub(super) fn extra_mut(&mut self, id: SlotId) -> &mut Extra {
        if self.records[id].extra.is_none() {
            let extra = Extra::new(self.records[id].czxid);
            self.records[id].extra = self.extras.insert(extra);
        }
        &mut self.extras[self.records[id].extra]
    }

    pub(super) fn extra(&self, id: SlotId) -> Option<&Extra> {
        self.records[id]
            .extra
            .some()
            .map(|extra| &self.extras[extra])
    }

    #[inline]
    pub(super) fn data_of(&self, id: SlotId) -> Option<&[u8]> {
        let record = &self.records[id];
        if record.has(Mark::NullData) {
            return None;
        }
        if let Some(extra) = record.extra.some()
            && let Some(data) = &self.extras[extra].long_data
        {
            return Some(&data.bytes);
        }
        Some(&record.blob[record.name_len()..])
    }

    /// The kept part of a znode's digest, if its data is long.
    pub(super) fn long_data_crc(&self, id: SlotId) -> Option<PrefixCrc> {
        let data = self.extra(id)?.long_data.as_ref()?;
        Some(data.crc)
    }

    /// Replaces the data of the znode at `path`: long data is moved in, short data copied behind
    /// the name, in place when its length is the same.
    pub(super) fn put_data(&mut self, id: SlotId, path: &str, data: Option<Box<[u8]>>) {
        let record = &mut self.records[id];
        let name_len = record.name_len();
        match data {
            Some(bytes) if !is_inline(&bytes) => {
                record.unmark(Mark::NullData);
                if record.blob.len() != name_len {
                    record.blob = record.blob[..name_len].into();
                }
                let crc = self.digest_prefix(id, path, &bytes);
                self.extra_mut(id).long_data = Some(Box::new(LongData { bytes, crc }));
            }
            short => {
                if let Some(extra) = record.extra.some() {
                    self.extras[extra].long_data = None;
                }
                if short.is_some() {
                    record.unmark(Mark::NullData);
                } else {
                    record.mark(Mark::NullData);
                }
                let bytes = short.as_deref().unwrap_or_default();
                if record.blob.len() == name_len + bytes.len() {
                    record.blob[name_len..].copy_from_slice(bytes);
                } else {
                    record.blob = concat(&record.blob[..name_len], bytes);
                }
            }
        }
    }
}

/// A znode of a [`Tree`], to look at.
#[derive(Clone, Copy)]
pub struct Znode<'a> {
    tree: &'a Tree,
    id: SlotId,
}

impl<'a> Znode<'a> {
    pub(super) const fn new(tree: &'a Tree, id: SlotId) -> Znode<'a> {
        Znode { tree, id }
    }

    #[inline]
    fn record(self) -> &'a Record {
        &self.tree.records[self.id]
    }

    #[inline]
    fn extra(self) -> Option<&'a Extra> {
        self.tree.extra(self.id)
    }

    /// Its Stat, as clients see it.
    #[inline]
    pub fn stat(self) -> Stat {
        let record = self.record();
        let mut stat = Stat {
            czxid: record.czxid,
            mzxid: record.mzxid,
            ctime: record.ctime,
            mtime: record.mtime,
            version: record.version,
            pzxid: record.czxid,
            data_length: self.data_length(),
            ..Stat::default()
        };
        if let Some(extra) = self.extra() {
            stat.cversion = visible_cversion(extra);
            stat.aversion = extra.aversion;
            stat.num_children = extra.num_children;
            stat.pzxid = extra.pzxid;
            if let Owner::Session(session) = extra.owner {
                stat.ephemeral_owner = session.0;
            }
        }
        stat
    }

    fn data_length(self) -> i32 {
        let length = self.data().map_or(0, <[u8]>::len);
        i32::try_from(length).expect("data came in a frame of less than 2^31 bytes")
    }

    /// Its data; `None` is ZooKeeper's null.
    #[inline]
    pub fn data(self) -> Option<&'a [u8]> {
        self.tree.data_of(self.id)
    }

    /// Its ACL.
    #[inline]
    pub fn acl(self) -> &'a AclList {
        self.tree.acls.get(self.record().acl)
    }

    /// Who keeps it alive.
    #[inline]
    pub fn owner(self) -> Owner {
        self.extra().map_or(Owner::Persistent, |extra| extra.owner)
    }

    /// Changes of data.
    pub fn version(self) -> i32 {
        self.record().version
    }

    /// Changes of the ACL.
    pub fn aversion(self) -> i32 {
        self.extra().map_or(0, |extra| extra.aversion)
    }

    /// Creates of children: what sequential names are made of. Not the `cversion` clients see.
    pub fn stored_cversion(self) -> i32 {
        self.extra().map_or(0, |extra| extra.stored_cversion)
    }

    /// Children now.
    pub fn num_children(self) -> i32 {
        self.extra().map_or(0, |extra| extra.num_children)
    }

    /// Zxid of the create.
    pub fn czxid(self) -> Zxid {
        self.record().czxid
    }

    /// Zxid of the create or of the last change of data.
    pub fn mzxid(self) -> Zxid {
        self.record().mzxid
    }

    /// Time of the create or of the last change of data.
    pub fn mtime(self) -> WallTime {
        self.record().mtime
    }

    /// Zxid of the create, or of the last create or delete of a child.
    pub fn pzxid(self) -> Zxid {
        self.extra()
            .map_or(self.record().czxid, |extra| extra.pzxid)
    }

    /// Its name; empty for the root.
    pub fn name(self) -> &'a str {
        core::str::from_utf8(self.record().name()).expect("a name was cut from a string")
    }

    /// The names of its children, in no order that means anything.
    pub fn children(self) -> impl Iterator<Item = &'a str> {
        self.child_znodes().map(Znode::name)
    }

    /// Its children, in no order that means anything.
    pub fn child_znodes(self) -> impl Iterator<Item = Znode<'a>> {
        let tree = self.tree;
        let first = self.extra().and_then(|extra| extra.first_child.some());
        core::iter::successors(first, move |child| tree.records[*child].next_sibling.some())
            .map(move |id| Znode { tree, id })
    }

    /// Its full path.
    pub fn path(self) -> String {
        self.tree.path_of(self.id)
    }
}

/// What clients see: creates plus deletes of children.
pub(super) const fn visible_cversion(extra: &Extra) -> i32 {
    extra
        .stored_cversion
        .wrapping_mul(2)
        .wrapping_sub(extra.num_children)
}

impl core::fmt::Debug for Znode<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Znode")
            .field("path", &self.path())
            .field("stat", &self.stat())
            .finish_non_exhaustive()
    }
}
