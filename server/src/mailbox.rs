//! Bounded queues between threads, and the way to wake a shard that sleeps in its ring: letters
//! from everybody, and the replica's stream.
//!
//! A letter is posted first and the receiver woken after, once for a batch of letters. The
//! receiver announces its sleep before it looks into the box a last time, so that a letter is
//! either seen or followed by a wake-up, never neither:
//!
//! ```text
//!   sender                         receiver
//!   post                           asleep = true
//!   if asleep.swap(false): wake    box empty? then wait in the ring, else stay awake
//! ```
//!
//! Must never: block, or drop a letter. A full box gives the letter back.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};

use crossbeam_queue::ArrayQueue;
use ringkeeper_core::input::Input;
use ringkeeper_core::stream::Batch;
use rustix::event::{EventfdFlags, eventfd};

use crate::admin::{Forget, Survey};
use crate::peers::DoorNews;
use crate::store::StoreNews;

/// Letters a box holds.
const LETTERS: usize = 4096;

/// Batches of the replica's stream that may wait for a shard before the replica waits.
const BATCHES: usize = 1024;

/// Bytes of answers in them, likewise.
const BATCH_BYTES: usize = 64 * 1024 * 1024;

/// What threads tell each other.
#[derive(Debug)]
pub(crate) enum Letter {
    /// A connection for this shard.
    Adopt {
        /// The socket.
        socket: OwnedFd,
        /// Its peer.
        peer: std::net::SocketAddr,
    },
    /// For the replica, in order.
    Inputs(Vec<Input>),
    /// For the replica's shard: what became of a checkpoint.
    Store(StoreNews),
    /// For the replica's shard: a connection to another server, or none.
    Door(DoorNews),
    /// For the replica's shard: there is more of a checkpoint to send. It needs no more than to be
    /// awake.
    CheckpointMoved,
    /// Add this shard's figures to a survey.
    Survey(Arc<Survey>),
    /// Every shard has added its figures: answer.
    Surveyed(Arc<Survey>),
    /// Count anew.
    Forget(Forget),
    /// Stop: flush what there is, close every connection, end the thread.
    Stop,
}

/// One thread's box.
#[derive(Debug)]
pub(crate) struct Mailbox {
    /// The replica's stream, in order. Only the replica's shard adds to it.
    batches: ArrayQueue<Arc<Batch>>,
    batch_bytes: AtomicUsize,
    letters: ArrayQueue<Letter>,
    asleep: AtomicBool,
    wake: OwnedFd,
}

impl Mailbox {
    /// An empty box.
    pub(crate) fn new() -> io::Result<Mailbox> {
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        Ok(Mailbox {
            batches: ArrayQueue::new(BATCHES),
            batch_bytes: AtomicUsize::new(0),
            letters: ArrayQueue::new(LETTERS),
            asleep: AtomicBool::new(false),
            wake,
        })
    }

    /// A descriptor that becomes readable when the owner is to be woken.
    pub(crate) fn wake_fd(&self) -> io::Result<OwnedFd> {
        self.wake.try_clone()
    }

    /// Puts a letter in without waking; gives it back when the box is full.
    pub(crate) fn post(&self, letter: Letter) -> Result<(), Letter> {
        self.letters.push(letter)
    }

    /// Adds the next batch of the stream. Only for the replica, which has seen that there is room.
    pub(crate) fn stream(&self, batch: Arc<Batch>) {
        self.batch_bytes
            .fetch_add(batch.bytes.len(), Ordering::Relaxed);
        assert!(
            self.batches.push(batch).is_ok(),
            "only the replica adds batches, and it saw room"
        );
    }

    /// Whether the stream can take another batch.
    pub(crate) fn has_room_for_batch(&self) -> bool {
        !self.batches.is_full() && self.batch_bytes.load(Ordering::Relaxed) < BATCH_BYTES
    }

    /// Takes the next batch of the stream.
    pub(crate) fn take_batch(&self) -> Option<Arc<Batch>> {
        let batch = self.batches.pop()?;
        self.batch_bytes
            .fetch_sub(batch.bytes.len(), Ordering::Relaxed);
        Some(batch)
    }

    /// Wakes the owner if it sleeps. Call it after posting.
    pub(crate) fn wake(&self) {
        // Orders the posts before the look at the flag; pairs with the fence in `fall_asleep`.
        fence(Ordering::SeqCst);
        if self.asleep.swap(false, Ordering::SeqCst) {
            // Fails only when the counter is full, and then it is readable already.
            let _ = rustix::io::write(&self.wake, &1_u64.to_ne_bytes());
        }
    }

    /// Takes the next letter.
    pub(crate) fn take(&self) -> Option<Letter> {
        self.letters.pop()
    }

    /// The owner is about to sleep. Says whether it may: not when there is a letter.
    pub(crate) fn fall_asleep(&self) -> bool {
        self.asleep.store(true, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        self.batches.is_empty() && self.letters.is_empty()
    }

    /// The owner is awake and will look into the box.
    pub(crate) fn wake_up(&self) {
        self.asleep.store(false, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::*;

    fn is_woken(mailbox: &Mailbox) -> bool {
        let wake = mailbox.wake_fd().expect("a descriptor can be copied");
        let mut fds = [PollFd::new(&wake, PollFlags::IN)];
        let at_once = Timespec::default();
        poll(&mut fds, Some(&at_once)).expect("an eventfd can be polled") == 1
    }

    #[test]
    fn a_sleeper_is_woken_once_for_many_letters() {
        let mailbox = Mailbox::new().expect("an eventfd");
        assert!(mailbox.fall_asleep());
        assert!(!is_woken(&mailbox));
        for _ in 0..3 {
            mailbox.post(Letter::Stop).expect("there is room");
        }
        mailbox.wake();
        assert!(is_woken(&mailbox));
        mailbox.wake_up();
        assert_eq!(std::iter::from_fn(|| mailbox.take()).count(), 3);
    }

    #[test]
    fn nobody_is_woken_who_is_awake() {
        let mailbox = Mailbox::new().expect("an eventfd");
        mailbox.post(Letter::Stop).expect("there is room");
        mailbox.wake();
        assert!(!is_woken(&mailbox));
        assert!(!mailbox.fall_asleep(), "a letter is seen before sleep");
    }

    #[test]
    fn a_full_box_gives_the_letter_back() {
        let mailbox = Mailbox::new().expect("an eventfd");
        for _ in 0..LETTERS {
            mailbox.post(Letter::Stop).expect("there is room");
        }
        assert!(matches!(
            mailbox.post(Letter::Inputs(Vec::new())),
            Err(Letter::Inputs(_))
        ));
    }

    #[test]
    fn the_stream_is_bounded_in_batches_and_in_bytes() {
        let mailbox = Mailbox::new().expect("an eventfd");
        let large = Batch {
            bytes: vec![0; BATCH_BYTES],
            ..Batch::default()
        };
        mailbox.stream(Arc::new(large));
        assert!(!mailbox.has_room_for_batch());
        assert!(mailbox.take_batch().is_some());
        for _ in 0..BATCHES {
            assert!(mailbox.has_room_for_batch());
            mailbox.stream(Arc::default());
        }
        assert!(!mailbox.has_room_for_batch());
    }
}
