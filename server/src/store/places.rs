//! The directories of the store, and how one checkpoint takes the place of another.
//!
//! ```text
//!   ringkeeper-checkpoints             present   counts, unless there is a complete one
//!   ringkeeper-checkpoints.incoming    incoming  being filled; counts for nothing
//!   ringkeeper-checkpoints.complete    complete  counts from the moment it has this name
//!   ringkeeper-checkpoints.outgoing    outgoing  its place was taken; counts no more
//!
//!   incoming ─> complete     the decision, made by a name: one rename, durable before the next
//!   present  ─> outgoing     from here on a crash is followed by the rest of the steps, at the
//!   complete ─> present      next start
//!   outgoing is removed
//! ```
//!
//! Must never: touch what counts before what takes its place is durable under its name.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Whether an install was under way when the server stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Settled {
    /// None was.
    Nothing,
    /// It was not complete: what had come in is removed.
    Undone,
    /// It was complete: it took the place of what was there.
    Finished,
}

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Places {
    present: PathBuf,
    incoming: PathBuf,
    complete: PathBuf,
    outgoing: PathBuf,
}

impl Places {
    /// Those of the store that is `present`.
    pub(crate) fn of(present: &Path) -> Places {
        let beside = |ending: &str| {
            let mut name = OsString::from(present);
            name.push(ending);
            PathBuf::from(name)
        };
        Places {
            present: present.to_owned(),
            incoming: beside(".incoming"),
            complete: beside(".complete"),
            outgoing: beside(".outgoing"),
        }
    }

    /// Where the store is, whatever else there is beside it.
    pub(crate) fn present(&self) -> &Path {
        &self.present
    }

    /// Where a checkpoint is put together.
    pub(super) fn incoming(&self) -> &Path {
        &self.incoming
    }

    /// Where the checkpoint is that counts. Before [`Places::settle`] that may be the complete one.
    pub(crate) fn counting(&self) -> io::Result<&Path> {
        Ok(if self.complete.try_exists()? {
            &self.complete
        } else {
            &self.present
        })
    }

    /// Removes what came in and is not complete.
    pub(super) fn clear(&self) -> io::Result<()> {
        remove(&self.incoming)
    }

    /// Refuses what could not be renamed once it is decided: a store on a file system of its own.
    pub(super) fn expect_one_file_system(&self) -> io::Result<()> {
        let (present, parent) = (fs::metadata(&self.present)?, fs::metadata(self.parent())?);
        let linked = fs::symlink_metadata(&self.present)?.is_symlink();
        if !linked && present.dev() != parent.dev() {
            return Err(io::Error::other(
                "it is a file system of its own, and nothing can take its place there; mount the \
                 directory above it instead",
            ));
        }
        Ok(())
    }

    /// Makes the checkpoint that came in the one that counts. Nobody has it open.
    pub(super) fn decide(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.incoming)? {
            let path = entry?.path();
            if path.is_file() {
                File::open(path)?.sync_all()?;
            }
        }
        File::open(&self.incoming)?.sync_all()?;
        self.rename(&self.incoming, &self.complete)
    }

    /// Finishes an install that was decided, and removes what was not: at every start, and after
    /// each decision. Nobody has a store open.
    pub(crate) fn settle(&self) -> io::Result<Settled> {
        let mut settled = Settled::Nothing;
        if self.incoming.try_exists()? {
            settled = Settled::Undone;
            self.clear()?;
        }
        if self.complete.try_exists()? {
            settled = Settled::Finished;
            if self.present.try_exists()? {
                remove(&self.outgoing)?;
                self.rename(&self.present, &self.outgoing)?;
            }
            self.rename(&self.complete, &self.present)?;
        }
        if self.outgoing.try_exists()? {
            if !self.present.try_exists()? {
                // The log may have gone on behind the one that is gone.
                return Err(io::Error::new(
                    io::ErrorKind::NotFound,
                    "the checkpoint is missing, and the one it replaced must not take its place; \
                     restore both data directories, or remove both and let a leader send it all",
                ));
            }
            remove(&self.outgoing)?;
        }
        Ok(settled)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        File::open(self.parent())?.sync_all()
    }

    fn parent(&self) -> &Path {
        let parent = self.present.parent();
        match parent.filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) => parent,
            None => Path::new("."),
        }
    }
}

/// Removes a directory that may not be there, or a link in its place.
fn remove(directory: &Path) -> io::Result<()> {
    match fs::remove_dir_all(directory) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Endings of names, and what is in the directories.
    type Left<'a> = &'a [(&'a str, &'a str)];

    /// Directories, each with a file that says which one it was.
    fn made(present: &Path, names: Left<'_>) -> Places {
        for (ending, content) in names {
            let mut path = OsString::from(present);
            path.push(ending);
            fs::create_dir_all(&path).expect("a directory of our own");
            fs::write(Path::new(&path).join("content"), content).expect("a file of our own");
        }
        Places::of(present)
    }

    fn content(path: &Path) -> String {
        fs::read_to_string(path.join("content")).expect("it is there")
    }

    #[test]
    fn a_crash_at_any_point_of_an_install_is_settled_at_the_next_start() {
        let table: [(Left<'_>, Settled, &str); 7] = [
            (&[("", "old")], Settled::Nothing, "old"),
            (
                &[("", "old"), (".incoming", "half")],
                Settled::Undone,
                "old",
            ),
            (
                &[("", "old"), (".complete", "new")],
                Settled::Finished,
                "new",
            ),
            (
                &[("", "older"), (".complete", "new"), (".outgoing", "oldest")],
                Settled::Finished,
                "new",
            ),
            (
                &[(".complete", "new"), (".outgoing", "old")],
                Settled::Finished,
                "new",
            ),
            (
                &[("", "new"), (".outgoing", "old")],
                Settled::Nothing,
                "new",
            ),
            (&[(".complete", "new")], Settled::Finished, "new"),
        ];
        for (names, expected, counts) in table {
            let directory = tempfile::tempdir().expect("a temporary directory");
            let present = directory.path().join("checkpoints");
            let places = made(&present, names);
            let counting = places.counting().expect("our own");
            assert_eq!(content(counting), counts, "{names:?}");
            assert_eq!(places.settle().expect("our own"), expected, "{names:?}");
            assert_eq!(content(&present), counts, "{names:?}");
            assert_eq!(places.counting().expect("our own"), present);
            let left = fs::read_dir(directory.path()).expect("our own").count();
            assert_eq!(left, 1, "nothing is left over of {names:?}");
            assert_eq!(places.settle().expect("our own"), Settled::Nothing);
        }
    }

    #[test]
    fn an_empty_place_is_nothing_to_settle() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let places = Places::of(&directory.path().join("checkpoints"));
        assert_eq!(places.settle().expect("our own"), Settled::Nothing);
    }

    #[test]
    fn what_was_replaced_never_counts_again() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let places = made(
            &directory.path().join("checkpoints"),
            &[(".outgoing", "old")],
        );
        let refused = places.settle().expect_err("the present one is missing");
        assert_eq!(refused.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_decision_needs_one_rename() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let places = made(
            &directory.path().join("checkpoints"),
            &[("", "old"), (".incoming", "new")],
        );
        places.expect_one_file_system().expect("it is one");
        places.decide().expect("our own");
        let counting = places.counting().expect("our own");
        assert_eq!(content(counting), "new");
        assert_eq!(content(places.present()), "old");
        assert_eq!(places.settle().expect("our own"), Settled::Finished);
        assert_eq!(content(places.present()), "new");
    }
}
