//! The receive buffers a shard lends to the kernel (a provided-buffer ring).
//!
//! The kernel picks a free buffer when bytes arrive, so an idle connection holds none. Each
//! buffer is either the kernel's (it stands in the ring) or ours (a completion named it), never
//! both: [`ReceiveBuffers::bytes`] reads ours, [`ReceiveBuffers::give_back`] ends our turn.
//!
//! ```text
//!   ring:    [ entry | entry | ... ]  BUFFERS entries of 16 bytes; the tail lives in entry 0
//!   memory:  [ buffer 0 | buffer 1 | ... ]  BUFFERS x BUFFER_BYTES
//! ```
//!
//! Must never: hand out a slice of a buffer the kernel may still write.

#![allow(unsafe_code)]

use std::alloc::{Layout, alloc_zeroed, handle_alloc_error};
use std::io;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU16, Ordering};

use io_uring::IoUring;
use io_uring::types::BufRingEntry;

/// Buffers in the ring; a power of two.
const BUFFERS: u16 = 512;
/// Bytes in each: one holds more than a hundred small pipelined requests.
const BUFFER_BYTES: usize = 8 * 1024;
/// The group's number in the ring; each shard has one group.
pub(super) const GROUP: u16 = 0;

/// The number of one buffer that is ours until it is given back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct BufferId(u16);

impl BufferId {
    pub(super) const fn new(id: u16) -> BufferId {
        BufferId(id)
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct ReceiveBuffers {
    ring: NonNull<BufRingEntry>,
    memory: NonNull<u8>,
    tail: u16,
}

impl ReceiveBuffers {
    /// Allocates the buffers and registers them with `uring`. They are never freed: there is one
    /// set for each shard, and the kernel may write into them for as long as the ring lives.
    pub(super) fn register(uring: &IoUring) -> io::Result<ReceiveBuffers> {
        let mut buffers = ReceiveBuffers {
            ring: allocate(ring_layout()).cast(),
            memory: allocate(memory_layout()),
            tail: 0,
        };
        // SAFETY: the address is page-aligned, holds BUFFERS entries (see `ring_layout`), and
        // is never freed.
        unsafe {
            uring.submitter().register_buf_ring_with_flags(
                buffers.ring.as_ptr() as u64,
                BUFFERS,
                GROUP,
                0,
            )?;
        }
        for id in 0..BUFFERS {
            buffers.give_back(BufferId(id));
        }
        Ok(buffers)
    }

    /// What the kernel wrote into a buffer that is ours.
    pub(super) fn bytes(&self, id: BufferId, len: usize) -> &[u8] {
        assert!(
            id.0 < BUFFERS && len <= BUFFER_BYTES,
            "the kernel named a buffer of ours"
        );
        // SAFETY: the range lies inside `memory` by the assert. The buffer is ours: a completion
        // named it and `give_back` has not been called since, so nobody writes it. It was
        // zeroed at allocation, so all of it is initialised.
        unsafe {
            let start = self.memory.as_ptr().add(usize::from(id.0) * BUFFER_BYTES);
            std::slice::from_raw_parts(start, len)
        }
    }

    /// Lends a buffer to the kernel (again).
    pub(super) fn give_back(&mut self, id: BufferId) {
        assert!(id.0 < BUFFERS, "the kernel named a buffer of ours");
        let at = usize::from(self.tail & (BUFFERS - 1));
        // SAFETY: `at` is below BUFFERS, so the entry lies inside the ring's allocation. The
        // kernel reads an entry only after the tail has passed it, which is the store below; the
        // tail shares entry 0 with fields that `set_*` do not touch (`resv`).
        unsafe {
            let entry = &mut *self.ring.as_ptr().add(at);
            let start = self.memory.as_ptr().add(usize::from(id.0) * BUFFER_BYTES);
            entry.set_addr(start as u64);
            entry.set_len(u32::try_from(BUFFER_BYTES).expect("a small constant"));
            entry.set_bid(id.0);
        }
        self.tail = self.tail.wrapping_add(1);
        // SAFETY: `tail` points into entry 0 of the live allocation and is two-byte aligned; the
        // kernel reads it with acquire semantics, we publish with release.
        unsafe {
            let tail = BufRingEntry::tail(self.ring.as_ptr()).cast::<AtomicU16>();
            (*tail).store(self.tail, Ordering::Release);
        }
    }
}

fn ring_layout() -> Layout {
    let bytes = usize::from(BUFFERS) * size_of::<BufRingEntry>();
    Layout::from_size_align(bytes, 4096).expect("a valid layout of constants")
}

fn memory_layout() -> Layout {
    let bytes = usize::from(BUFFERS) * BUFFER_BYTES;
    Layout::from_size_align(bytes, 4096).expect("a valid layout of constants")
}

fn allocate(layout: Layout) -> NonNull<u8> {
    // SAFETY: both layouts have a size above zero.
    let memory = unsafe { alloc_zeroed(layout) };
    NonNull::new(memory).unwrap_or_else(|| handle_alloc_error(layout))
}
