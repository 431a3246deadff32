//! Following the leader into an epoch that it begins in place.
//!
//! Must never: ack anything of the new epoch before it is this server's own.

use super::{Roll, Stage};
use crate::id::LinkId;
use crate::input::Effects;
use crate::zab::message::Message;
use crate::zab::{Role, Zab, send};

impl Zab {
    /// Follows the leader into an epoch that it begins in place.
    pub(super) fn settle_roll(&mut self, link: LinkId, effects: &mut Effects) {
        let Role::Learning(learner) = &mut self.role else {
            return;
        };
        match learner.roll {
            None | Some(Roll::Promised { .. }) => {}
            Some(Roll::Promising { epoch, promise }) => {
                if self.epochs.durable().accepted == epoch {
                    learner.roll = Some(Roll::Promised { epoch });
                    let current = self.epochs.durable().current;
                    let outline = self.history.outline();
                    let message = Message::AckEpoch {
                        promise,
                        current,
                        outline,
                    };
                    send(link, message, effects);
                }
            }
            Some(Roll::Establishing { epoch, last }) => {
                if self.has_claimed(epoch, last, effects)
                    && let Role::Learning(learner) = &mut self.role
                {
                    learner.roll = None;
                    learner.acked = learner.acked.max(last);
                    learner.stage = match learner.stage {
                        Stage::Following { from, .. } => Stage::Following { epoch, from },
                        Stage::Acked { .. } => Stage::Acked { epoch },
                        stage @ (Stage::Connecting
                        | Stage::Discovering
                        | Stage::Promising { .. }
                        | Stage::Synchronizing { .. }
                        | Stage::Establishing { .. }) => stage,
                    };
                    send(link, Message::AckNewLeader { epoch }, effects);
                }
            }
        }
    }
}
