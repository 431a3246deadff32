//! What the matrix is made of: groups of cells, and how a cell is measured.

use crate::load::Protocol;
use crate::workload::{Sizes, Workload};

/// What the samples of a group count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Counts {
    /// Requests, sessions or events per second.
    PerSecond,
    /// The wait that 99.9 % of the requests do not exceed, in microseconds.
    P999,
    /// Half of the requests wait no longer, in microseconds.
    P50,
    /// From a change to the last watcher's event, in microseconds.
    LastEvent,
}

/// How the points of an axis lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Axis {
    /// At even distances.
    Linear,
    /// At even ratios.
    Logarithmic,
    /// They are names, in this order.
    Named,
}

/// How a cell is measured.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Job {
    /// A closed loop.
    Load(Shape),
    /// An open loop at half of the product's own peak, which a closed loop shows first.
    HalfOfPeak(Shape),
    /// An open loop at so many requests per second, the same for every product.
    AtRate(Shape, u32),
    /// A closed loop over one connection with a server that follows.
    ThroughFollower(Workload),
    /// So many watchers of one znode.
    FanOut(u32),
    /// One watcher of so many znodes.
    Watched(u32),
    /// So many sessions at once opened and closed.
    Storm(u32),
}

/// A workload, what it works on, and over what.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Shape {
    pub(crate) workload: Workload,
    pub(crate) sizes: Sizes,
    pub(crate) connections: usize,
    pub(crate) outstanding: u32,
}

/// One point of a group.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Its place on the axis.
    pub(crate) x: f64,
    /// What stands there.
    pub(crate) label: String,
    pub(crate) job: Job,
}

/// Cells that differ in one thing.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// Its name in the result file.
    pub(crate) key: &'static str,
    pub(crate) title: &'static str,
    /// What the axis counts.
    pub(crate) axis_title: &'static str,
    pub(crate) axis: Axis,
    pub(crate) counts: Counts,
    /// 1 or 3.
    pub(crate) servers: usize,
    pub(crate) cells: Vec<Cell>,
}

impl Job {
    /// The shape of a closed loop that only reads: an echo shows what it could reach at most.
    pub(crate) fn echoed(self) -> Option<Shape> {
        match self {
            Job::Load(shape) => Some(shape).filter(|shape| {
                let reads = shape.workload;
                reads == Workload::Get || reads == (Workload::Mixed { reads: 100 })
            }),
            Job::HalfOfPeak(_)
            | Job::AtRate(..)
            | Job::ThroughFollower(_)
            | Job::FanOut(_)
            | Job::Watched(_)
            | Job::Storm(_) => None,
        }
    }

    /// Whether a product that speaks this has a word for it.
    pub(crate) fn suits(self, protocol: Protocol) -> bool {
        let workload = match self {
            Job::Load(shape) | Job::HalfOfPeak(shape) | Job::AtRate(shape, _) => shape.workload,
            Job::ThroughFollower(workload) => workload,
            Job::FanOut(_) | Job::Watched(_) | Job::Storm(_) => {
                return protocol == Protocol::ZooKeeper;
            }
        };
        protocol == Protocol::ZooKeeper || workload.suits_etcd()
    }
}
