//! The Rust client of the native protocol: empty until that protocol exists.
