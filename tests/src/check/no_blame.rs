//! **`NoBlame`**: no server does what its peers hold against it: none of them is broken.
//!
//! Source: the flags of the protocol specification of ZooKeeper's TLA+ (`ShouldNotBeTriggered`:
//! stateInconsistent, proposalInconsistent, commitInconsistent, ackInconsistent, messageIllegal).
//! That a peer was silent, leads an epoch that has passed, or has heard of a newer configuration,
//! is nobody's fault.

use ringkeeper_core::zab::PeerFault;

use super::{Check, Event, Fact, Ledger};

#[derive(Debug)]
pub(super) struct NoBlame;

impl Check for NoBlame {
    fn name(&self) -> &'static str {
        "NoBlame"
    }

    fn observe(&mut self, fact: &Fact, _: &Ledger) -> Result<(), String> {
        let Event::Blamed { peer, fault } = fact.event else {
            return Ok(());
        };
        match fault {
            PeerFault::Silent | PeerFault::StaleEpoch | PeerFault::NewerConfig => Ok(()),
            PeerFault::OutOfTurn
            | PeerFault::OtherEnsemble
            | PeerFault::AbsurdEpoch
            | PeerFault::UnknownZxid
            | PeerFault::Gap
            | PeerFault::Undecodable => Err(format!("of server {}: {fault}", peer.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use ringkeeper_core::id::Sid;

    use super::super::scene::*;
    use super::*;

    #[test]
    fn a_peer_is_out_of_turn() {
        let mut scene = Scene::new(NoBlame);
        let peer = Sid(2);
        let of = |fault| Event::Blamed { peer, fault };
        scene.fine(1, of(PeerFault::Silent));
        scene.wrong(1, of(PeerFault::OutOfTurn));
    }
}
