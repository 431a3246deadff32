//! Four-letter words on their way through the shards: asked of all, answered by the one that was
//! asked.
//!
//! Invariant: what `crst` and `srst` forget is forgotten before they are answered, wherever the
//! next word is asked. Must never: forget anything on a server that serves nobody.

use std::sync::Arc;

use ringkeeper_core::id::{Now, SessionId};
use ringkeeper_core::serve::Connection;
use ringkeeper_core::tree::Tree;

use super::Shard;
use crate::admin::{ConnectionReport, Forget, ShardReport, Survey};
use crate::mailbox::Letter;

impl Shard {
    pub(super) fn answer_words(&mut self, now: Now) {
        for (asker, word) in std::mem::take(&mut self.asks.words) {
            let desk = Arc::clone(&self.shared.desk);
            if let Some(text) = desk.answer_at_once(word) {
                self.serve
                    .finish_word(asker, text.as_bytes(), &mut self.asks);
                continue;
            }
            let survey = Arc::new(Survey::new(word, asker, self.shared.mailboxes.len()));
            let shared = Arc::clone(&self.shared);
            let own = usize::from(self.id.0);
            for (shard, mailbox) in shared.mailboxes.iter().enumerate() {
                if shard == own {
                    continue;
                }
                if mailbox.post(Letter::Survey(Arc::clone(&survey))).is_ok() {
                    mailbox.wake();
                } else if survey.add(None) {
                    self.return_survey(&survey);
                }
            }
            self.add_to_survey(&survey, now);
        }
    }

    /// Adds this shard's figures; whoever adds last sends the survey back.
    pub(super) fn add_to_survey(&mut self, survey: &Arc<Survey>, now: Now) {
        let serve = &self.serve;
        let session_of = |slot| {
            serve
                .connection(slot)
                .map_or(SessionId::NONE, Connection::session)
        };
        // ZooKeeper shows the connection that asks as one that is not read.
        let report_of = |connection: &Connection| {
            let mut report = ConnectionReport::of(connection);
            report.paused |= connection.id() == survey.asker();
            report
        };
        let report = ShardReport {
            figures: *serve.figures(),
            outstanding: serve.outstanding(),
            watches: serve.watches().len(),
            enters: self.ring.enters(),
            connection_count: serve.connections().count(),
            connections: if survey.lists_connections() {
                serve.connections().map(report_of).collect()
            } else {
                Vec::new()
            },
            watched: if survey.lists_watches() {
                let watches = serve.watches().data_watches();
                watches
                    .map(|(path, slot)| (path.to_owned(), session_of(slot)))
                    .collect()
            } else {
                Vec::new()
            },
            replica: self
                .replicator
                .as_ref()
                .map(|replicator| replicator.report(survey, now)),
        };
        if survey.add(Some(report)) {
            self.return_survey(survey);
        }
    }

    fn return_survey(&self, survey: &Arc<Survey>) {
        let mailbox = &self.shared.mailboxes[usize::from(survey.asker().shard.0)];
        // A full mailbox costs an operator an answer: the connection is closed by its client.
        if mailbox.post(Letter::Surveyed(Arc::clone(survey))).is_ok() {
            mailbox.wake();
        }
    }

    pub(super) fn answer_survey(&mut self, survey: &Arc<Survey>, tree: &Tree, now: Now) {
        let told = self.shared.desk.answer(survey, tree, now);
        if let Some(what) = told.forgets {
            self.forget_everywhere(what);
        }
        let text = told.text;
        self.serve
            .finish_word(survey.asker(), text.as_bytes(), &mut self.asks);
    }

    /// Forgets figures on every shard. The letters are posted before the answer leaves, so no later
    /// survey overtakes them.
    fn forget_everywhere(&mut self, what: Forget) {
        let shared = Arc::clone(&self.shared);
        for (shard, mailbox) in shared.mailboxes.iter().enumerate() {
            // A shard that has no room for it keeps its figures.
            if shard != usize::from(self.id.0) && mailbox.post(Letter::Forget(what)).is_ok() {
                mailbox.wake();
            }
        }
        self.forget(what);
    }

    /// Forgets this shard's.
    pub(super) fn forget(&mut self, what: Forget) {
        match what {
            Forget::Connections => self.serve.reset_connections(),
            Forget::Server => {
                self.serve.reset_figures();
                if let Some(replicator) = &mut self.replicator {
                    replicator.reset_figures();
                }
            }
        }
    }
}
