//! Where the requests of a run come from, and the sources that every run needs: znodes to be made
//! before it, one question to every connection, numbers without order.
//!
//! Must never allocate per request.

use crate::connection::Kind;
use crate::error::{Error, Result};
use crate::wire::{self, Lifetime, Numbered};

/// Where the requests of a run come from.
pub(crate) trait Source {
    /// Appends the next request of `connection` under `xid`; `None` when there is no more.
    fn append_next(&mut self, connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind>;

    /// Whether an error in a reply is part of the workload; if not, the error that ends the run.
    fn tolerates(&self, code: i32) -> Result<()>;
}

/// Znodes to be created, those that exist left as they are.
#[derive(Debug)]
pub(crate) struct Batch {
    request: Numbered,
    next: u32,
    end: u32,
}

impl Batch {
    /// `znodes` znodes of that pattern (see [`Numbered`]) with so many bytes of data each.
    pub(crate) fn new(pattern: &str, divisors: &[u32], value_bytes: usize, znodes: u32) -> Batch {
        let value = vec![b'v'; value_bytes];
        let request = Numbered::new(
            wire::create(pattern, &value, Lifetime::Persistent),
            divisors,
        );
        assert!(
            znodes == 0 || znodes - 1 <= request.number_max(),
            "the path has room for all"
        );
        Batch {
            request,
            next: 0,
            end: znodes,
        }
    }

    /// Leaves out those before `first`.
    pub(crate) fn from(mut self, first: u32) -> Batch {
        self.next = first.min(self.end);
        self
    }

    /// One znode without data.
    pub(crate) fn one(path: &str) -> Batch {
        Batch::new(path, &[], 0, 1)
    }
}

impl Source for Batch {
    fn append_next(&mut self, _connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        if self.next == self.end {
            return None;
        }
        self.request.append(self.next, xid, out);
        self.next += 1;
        Some(Kind::Write)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        if wire::exists_already(code) {
            return Ok(());
        }
        Err(Error::Refused {
            request: "a create of the preparation",
            code,
        })
    }
}

/// One request on each of the first connections, the same for all.
#[derive(Debug)]
pub(crate) struct EachOnce {
    request: Vec<u8>,
    asked: Vec<bool>,
    name: &'static str,
}

impl EachOnce {
    /// For so many connections; `name` stands in the error if a server refuses.
    pub(crate) fn new(request: Vec<u8>, connections: usize, name: &'static str) -> EachOnce {
        EachOnce {
            request,
            asked: vec![false; connections],
            name,
        }
    }
}

impl Source for EachOnce {
    fn append_next(&mut self, connection: usize, xid: i32, out: &mut Vec<u8>) -> Option<Kind> {
        let asked = self.asked.get_mut(connection).filter(|asked| !**asked)?;
        *asked = true;
        wire::append(&self.request, xid, out);
        Some(Kind::Read)
    }

    fn tolerates(&self, code: i32) -> Result<()> {
        Err(Error::Refused {
            request: self.name,
            code,
        })
    }
}

/// xorshift64*: which znode, and read or write. Seeded by the run, so runs differ in their order
/// but not in their shape.
#[derive(Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    /// The order of that seed.
    pub(crate) fn new(seed: u64) -> Random {
        Random {
            state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
        }
    }

    /// A number below `bound`.
    #[inline]
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let word = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        ((word * u64::from(bound)) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use ringkeeper_core::error_code::ErrorCode;

    use super::*;

    #[test]
    fn a_batch_tolerates_what_exists_and_nothing_else() {
        let batch = Batch::one("/bench");
        assert!(batch.tolerates(ErrorCode::NodeExists.code()).is_ok());
        assert!(batch.tolerates(ErrorCode::NoNode.code()).is_err());
    }
}
