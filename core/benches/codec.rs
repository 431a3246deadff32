//! How long a request, a reply, a txn and a message of another server take to decode and encode.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ringkeeper_core::acl::AclList;
use ringkeeper_core::id::{SessionId, Sid, WallTime, Xid, Zxid};
use ringkeeper_core::request::{Path, Read, Write};
use ringkeeper_core::stat::Stat;
use ringkeeper_core::txn::codec::{Encoder, decode, encode};
use ringkeeper_core::txn::{Owner, Txn, TxnOp};
use ringkeeper_core::wire::jute::reply::{self, EventKind, ReplyHead};
use ringkeeper_core::wire::jute::request::{Request, decode_header, decode_request};
use ringkeeper_core::wire::peer::{
    self, Chain, FrameReader, FrameWriter, Hello, Nonce, Purpose, VERSIONS,
};
use ringkeeper_core::zab::message::{Incarnation, Message};

const PATH: &str = "/druid/segments/host:8083/000000042";
const VALUE: [u8; 128] = [7; 128];

fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).expect("short");
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(bytes);
}

fn frame(opcode: i32, record: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = 7_i32.to_be_bytes().to_vec();
    out.extend_from_slice(&opcode.to_be_bytes());
    record(&mut out);
    out
}

fn read(frame: &[u8]) -> (&str, bool) {
    let (header, body) = decode_header(black_box(frame)).expect("a header");
    match decode_request(header.opcode, body) {
        Ok(Request::Read(Read::GetData { path, watch })) => (path, watch),
        other => panic!("a getData was encoded: {other:?}"),
    }
}

fn write(frame: &[u8]) -> Write {
    let (header, body) = decode_header(black_box(frame)).expect("a header");
    match decode_request(header.opcode, body) {
        Ok(Request::Write(write)) => write,
        other => panic!("a write was encoded: {other:?}"),
    }
}

fn requests(c: &mut Criterion) {
    let get = frame(4, |out| {
        string(out, PATH.as_bytes());
        out.push(0);
    });
    let set = frame(5, |out| {
        string(out, PATH.as_bytes());
        string(out, &VALUE);
        out.extend_from_slice(&[0xff; 4]);
    });
    let create = frame(1, |out| {
        string(out, PATH.as_bytes());
        string(out, &VALUE);
        out.extend_from_slice(&[0, 0, 0, 1, 0, 0, 0, 31]);
        string(out, b"world");
        string(out, b"anyone");
        out.extend_from_slice(&[0; 4]);
    });
    let mut group = c.benchmark_group("decode");
    group.bench_function("getData", |b| b.iter(|| read(&get)));
    group.bench_function("setData 128 B", |b| b.iter(|| write(&set)));
    group.bench_function("create 128 B", |b| b.iter(|| write(&create)));
    group.finish();
}

fn replies(c: &mut Criterion) {
    let head = ReplyHead {
        xid: Xid(7),
        zxid: Zxid::from_bits(99),
    };
    let stat = Stat {
        data_length: 128,
        ..Stat::default()
    };
    let names: Vec<String> = (0..100).map(|n| format!("child-{n:010}")).collect();
    let mut out = Vec::with_capacity(4096);
    let mut group = c.benchmark_group("encode");
    group.bench_function("getData 128 B", |b| {
        b.iter(|| {
            out.clear();
            reply::data(&mut out, black_box(head), black_box(Some(&VALUE)), &stat);
        });
    });
    group.bench_function("setData", |b| {
        b.iter(|| {
            out.clear();
            reply::stat(&mut out, black_box(head), black_box(&stat));
        });
    });
    group.bench_function("event", |b| {
        b.iter(|| {
            out.clear();
            reply::event(
                &mut out,
                head.zxid,
                EventKind::NodeDataChanged,
                black_box(PATH),
            );
        });
    });
    group.bench_function("getChildren 100", |b| {
        b.iter(|| {
            out.clear();
            reply::names(&mut out, head, names.iter().map(String::as_str));
        });
    });
    group.finish();
}

fn txn(op: TxnOp) -> Txn {
    Txn {
        zxid: Zxid::from_bits(0x1_0000_1234),
        session: SessionId(0x0100_000b_2906_0000),
        xid: Xid(7),
        time: WallTime(1_767_225_600_000),
        op,
    }
}

fn txns(c: &mut Criterion) {
    let set = txn(TxnOp::SetData {
        path: Path::from(PATH),
        data: Some(VALUE.into()),
        version: 3,
    });
    let create = txn(TxnOp::Create {
        path: Path::from(PATH),
        data: Some(VALUE.into()),
        acl: AclList::OPEN,
        owner: Owner::Session(SessionId(5)),
        parent_cversion: 9,
    });
    let mut scratch = Encoder::default();
    let mut out = Vec::with_capacity(4096);
    let mut group = c.benchmark_group("txn");
    for (name, txn) in [("setData 128 B", &set), ("create 128 B", &create)] {
        group.bench_function(format!("encode {name}"), |b| {
            b.iter(|| {
                out.clear();
                encode(black_box(txn), &mut scratch, &mut out);
            });
        });
        let bytes = out.clone();
        group.bench_function(format!("decode {name} ({} bytes)", bytes.len()), |b| {
            b.iter(|| decode(black_box(&bytes)));
        });
    }
    group.finish();
}

fn peers(c: &mut Criterion) {
    let hello = |sid: u8| Hello {
        versions: VERSIONS,
        sid: Sid(sid),
        to: None,
        purpose: Purpose::Link,
        ensemble: None,
        incarnation: Incarnation(1),
        nonce: Nonce(u64::from(sid)),
    };
    let chain = Chain::start(&hello(1), &hello(2));
    let mut encoder = peer::Encoder::default();
    let mut writer = FrameWriter::new(chain, Purpose::Link);
    let mut out = Vec::with_capacity(4096);
    let txn = [7; 256];
    let ack = Message::AckProposal {
        through: Zxid::from_bits(0x1_0000_1234),
    };
    let mut group = c.benchmark_group("peer");
    group.bench_function("frame a proposal of 256 B", |b| {
        b.iter(|| {
            out.clear();
            writer.frame(&mut out, |out| {
                encoder.encode_proposal(black_box(&txn), out);
            });
        });
    });
    group.bench_function("frame an ack", |b| {
        b.iter(|| {
            out.clear();
            writer.frame(&mut out, |out| encoder.encode(black_box(&ack), out));
        });
    });
    let mut writer = FrameWriter::new(chain, Purpose::Link);
    out.clear();
    writer.frame(&mut out, |out| encoder.encode_proposal(&txn, out));
    let reader = FrameReader::new(chain, Purpose::Link);
    group.bench_function(format!("read a proposal ({} bytes)", out.len()), |b| {
        b.iter(|| {
            let frame = reader.clone().next(black_box(&out)).expect("no fault");
            peer::decode(frame.expect("a whole frame").payload)
        });
    });
    group.finish();
}

criterion_group!(benches, requests, replies, txns, peers);
criterion_main!(benches);
