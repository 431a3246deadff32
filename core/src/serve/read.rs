//! Answers a read from the tree: borrowed in, encoded out, nothing kept.
//!
//! Called in two places with the same meaning: by a shard, in place, for a connection that waits
//! for nothing; and by the replica, at its turn in the order, for a read behind its own
//! connection's writes. Must never: change the tree, or answer what concerns the connection
//! itself (pings, watches, identities): that is the shard's alone.

use alloc::string::String;
use alloc::vec::Vec;

use crate::access::{DigestIds, Verdicts, permits};
use crate::acl::{AclList, Identities, Permissions};
use crate::error_code::ErrorCode;
use crate::id::{SessionId, Xid};
use crate::limits;
use crate::options::Options;
use crate::request::{Read, WithStat};
use crate::stream::AnsweredWatch;
use crate::tree::{Tree, Znode};
use crate::wire::jute::reply::{self, MultiReadReply, ReplyHead};
use crate::wire::jute::request::{Request, decode_header, decode_request};

/// Takes the watches that an answered read asks for.
pub trait Watching {
    /// A one-shot data watch on this path.
    fn data(&mut self, path: &str);
    /// A one-shot child watch on this path.
    fn children(&mut self, path: &str);
}

impl Watching for Vec<AnsweredWatch> {
    fn data(&mut self, path: &str) {
        self.push(AnsweredWatch::Data(path.into()));
    }

    fn children(&mut self, path: &str) {
        self.push(AnsweredWatch::Children(path.into()));
    }
}

/// Whose read it is, and what it reads from.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The state.
    pub tree: &'a Tree,
    /// Whether ACLs count.
    pub options: &'a Options,
    /// Whose ephemeral znodes `getEphemerals` lists.
    pub session: SessionId,
    /// What ACLs are checked against.
    pub identities: &'a Identities,
}

/// Whether a read is answered from the tree (and so must see its connection's earlier writes), or
/// concerns the connection alone.
pub const fn is_of_the_tree(read: &Read<'_>) -> bool {
    match read {
        Read::Exists { .. }
        | Read::GetData { .. }
        | Read::GetAcl { .. }
        | Read::GetChildren { .. }
        | Read::MultiRead(_)
        | Read::GetEphemerals { .. }
        | Read::GetAllChildrenNumber { .. } => true,
        Read::Sync { .. }
        | Read::Ping
        | Read::WhoAmI
        | Read::AddWatch { .. }
        | Read::CheckWatches { .. }
        | Read::RemoveWatches { .. }
        | Read::SetWatches(_) => false,
    }
}

impl Reader<'_> {
    /// Answers a frame that was decoded before and found to be a read of the tree.
    pub fn answer_frame(&self, frame: &[u8], out: &mut Vec<u8>, watches: &mut impl Watching) {
        let (header, body) = decode_header(frame).expect("the frame was decoded before");
        match decode_request(header.opcode, body) {
            Ok(Request::Read(read)) => self.answer(header.xid, &read, out, watches),
            other => unreachable!("the frame was a read of the tree, now it is {other:?}"),
        }
    }

    /// Appends the reply frame to `out`.
    pub fn answer(
        &self,
        xid: Xid,
        read: &Read<'_>,
        out: &mut Vec<u8>,
        watches: &mut impl Watching,
    ) {
        let head = ReplyHead {
            xid,
            zxid: self.tree.last_zxid(),
        };
        let done = match read {
            Read::Exists { path, watch } => self.exists(path, *watch, watches).map(|stat| {
                reply::stat(out, head, &stat);
            }),
            Read::GetData { path, watch } => self.readable(path).map(|znode| {
                reply::data(out, head, znode.data(), &znode.stat());
                if *watch {
                    watches.data(path);
                }
            }),
            Read::GetAcl { path } => self.acl(path).map(|(acl, digests, znode)| {
                reply::acl(out, head, acl, digests, &znode.stat());
            }),
            Read::GetChildren {
                path,
                watch,
                with_stat,
            } => self.readable(path).map(|znode| {
                match with_stat {
                    WithStat::No => reply::names(out, head, znode.children()),
                    WithStat::Yes => {
                        reply::names_and_stat(out, head, znode.children(), &znode.stat());
                    }
                }
                if *watch {
                    watches.children(path);
                }
            }),
            Read::MultiRead(reads) => {
                self.multi_read(head, reads, out, watches);
                Ok(())
            }
            Read::GetEphemerals { prefix } => {
                let paths: Vec<String> = self
                    .tree
                    .ephemerals(self.session)
                    .map(Znode::path)
                    .filter(|path| path.starts_with(prefix))
                    .collect();
                reply::names(out, head, paths.iter().map(String::as_str));
                Ok(())
            }
            Read::GetAllChildrenNumber { path } => self.readable(path).map(|_| {
                let count = self.tree.descendants(path).unwrap_or_default();
                reply::number(out, head, i32::try_from(count).unwrap_or(i32::MAX));
            }),
            Read::Sync { .. }
            | Read::Ping
            | Read::WhoAmI
            | Read::AddWatch { .. }
            | Read::CheckWatches { .. }
            | Read::RemoveWatches { .. }
            | Read::SetWatches(_) => unreachable!("{read:?} concerns the connection alone"),
        };
        if let Err(code) = done {
            reply::failed(out, head, code);
        }
    }

    /// Whether the ACL grants `wanted`.
    pub fn permits(&self, acl: &AclList, wanted: Permissions) -> bool {
        permits(acl, wanted, self.identities, self.options)
    }

    fn readable(&self, path: &str) -> Result<Znode<'_>, ErrorCode> {
        let znode = self.tree.lookup(path).ok_or(ErrorCode::NoNode)?;
        if !self.permits(znode.acl(), Permissions::READ) {
            return Err(ErrorCode::NoAuth);
        }
        Ok(znode)
    }

    /// As `readable`, for one of many reads of a request.
    fn readable_again(&self, path: &str, verdicts: &mut Verdicts) -> Result<Znode<'_>, ErrorCode> {
        let znode = self.tree.lookup(path).ok_or(ErrorCode::NoNode)?;
        let Reader {
            options,
            identities,
            ..
        } = self;
        if !verdicts.permits(znode.acl(), Permissions::READ, identities, options) {
            return Err(ErrorCode::NoAuth);
        }
        Ok(znode)
    }

    /// Unlike all other reads it watches a missing znode too, and refuses a NUL in the path.
    fn exists(
        &self,
        path: &str,
        watch: bool,
        watches: &mut impl Watching,
    ) -> Result<crate::stat::Stat, ErrorCode> {
        if path.contains('\0') {
            return Err(ErrorCode::BadArguments);
        }
        let stat = match self.readable(path) {
            Ok(znode) => Ok(znode.stat()),
            Err(ErrorCode::NoNode) => Err(ErrorCode::NoNode),
            Err(code) => return Err(code),
        };
        if watch {
            watches.data(path);
        }
        stat
    }

    fn acl(&self, path: &str) -> Result<(&AclList, DigestIds, Znode<'_>), ErrorCode> {
        let znode = self.tree.lookup(path).ok_or(ErrorCode::NoNode)?;
        let acl = znode.acl();
        if self.permits(acl, Permissions::ADMIN) {
            return Ok((acl, DigestIds::Shown, znode));
        }
        if !self.permits(acl, Permissions::READ) {
            return Err(ErrorCode::NoAuth);
        }
        Ok((acl, DigestIds::Masked, znode))
    }

    /// One result for each read; an error of one leaves the others alone.
    fn multi_read(
        &self,
        head: ReplyHead,
        reads: &[Read<'_>],
        out: &mut Vec<u8>,
        watches: &mut impl Watching,
    ) {
        let mut multi = MultiReadReply::begin(out, head);
        let mut verdicts = Verdicts::default();
        for read in reads {
            if multi.frame_bytes() > limits::MULTI_READ_BYTES_MAX {
                return multi.refuse(ErrorCode::MarshallingError);
            }
            match read {
                Read::GetData { path, watch } => match self.readable_again(path, &mut verdicts) {
                    Ok(znode) => {
                        multi.data(znode.data(), &znode.stat());
                        if *watch {
                            watches.data(path);
                        }
                    }
                    Err(code) => multi.failed(code),
                },
                Read::GetChildren { path, watch, .. } => {
                    match self.readable_again(path, &mut verdicts) {
                        Ok(znode) => {
                            multi.names(znode.children());
                            if *watch {
                                watches.children(path);
                            }
                        }
                        Err(code) => multi.failed(code),
                    }
                }
                Read::Exists { .. }
                | Read::GetAcl { .. }
                | Read::Sync { .. }
                | Read::Ping
                | Read::MultiRead(_)
                | Read::GetEphemerals { .. }
                | Read::GetAllChildrenNumber { .. }
                | Read::WhoAmI
                | Read::AddWatch { .. }
                | Read::CheckWatches { .. }
                | Read::RemoveWatches { .. }
                | Read::SetWatches(_) => unreachable!("the decoder refuses {read:?} in here"),
            }
        }
        multi.finish();
    }
}
