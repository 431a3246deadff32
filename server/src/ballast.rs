//! A file that takes space away while there is some, to give it back to the store when the disk
//! is full: RocksDB writes a little even to open, and a server must start to serve its reads.
//!
//! Must never: be given up for anything but opening the store, or hold data.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rustix::fs::FallocateFlags;
use tracing::{debug, warn};

/// Enough for RocksDB's manifest, options and log of many starts.
const BYTES: u64 = 8 << 20;

/// Its name in the data directory.
const NAME: &str = "ringkeeper-ballast";

/// See the module.
#[derive(Debug)]
pub(crate) struct Ballast {
    path: PathBuf,
}

impl Ballast {
    /// The ballast of the server whose data is in `data_directory`.
    pub(crate) fn in_directory(data_directory: &Path) -> Ballast {
        Ballast {
            path: data_directory.join(NAME),
        }
    }

    /// Takes the space, unless that was done before. A disk without it is no reason not to run.
    pub(crate) fn load(&self) {
        if fs::metadata(&self.path).is_ok_and(|file| file.len() == BYTES) {
            return;
        }
        let taken = File::create(&self.path).and_then(|file| {
            rustix::fs::fallocate(&file, FallocateFlags::empty(), 0, BYTES)?;
            file.sync_all()
        });
        if let Err(cause) = taken {
            debug!(path = %self.path.display(), %cause, "no space is kept back for the store");
            // Half a file would look like what it is not.
            let _ = fs::remove_file(&self.path);
        }
    }

    /// Gives the space back; says whether there was some.
    pub(crate) fn drop_overboard(&self) -> bool {
        let dropped = fs::remove_file(&self.path).is_ok();
        if dropped {
            warn!(
                path = %self.path.display(),
                "the disk is full: the space kept back for the store is given to it"
            );
        }
        dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_loaded_once_and_dropped_once() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let ballast = Ballast::in_directory(directory.path());
        assert!(!ballast.drop_overboard());
        ballast.load();
        ballast.load();
        let file = fs::metadata(directory.path().join(NAME)).expect("it is there");
        assert_eq!(file.len(), BYTES);
        assert!(ballast.drop_overboard());
        assert!(!ballast.drop_overboard());
    }
}
