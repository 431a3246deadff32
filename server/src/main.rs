//! Under construction.
#[global_allocator]
static A: mimalloc::MiMalloc = mimalloc::MiMalloc;
fn main() { let _ = rocksdb::DB::open_default("/tmp/zzz"); }
