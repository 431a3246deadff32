//! All that was given, sorted into ZooKeeper's two name spaces, before any value is read.
//!
//! Must never give a value a meaning. Invariants: of several settings of one name the one that
//! counts is kept, and the others are remarked upon; faults and notes are gathered, not thrown.

use std::collections::BTreeMap;
use std::path::Path;

use super::error::{ConfigError, Origin};
use super::keys::{self, Key, Reach};
use super::note::{Note, Remark};
use super::own;
use super::properties::Entry;
use super::value::Parsed;

/// The prefix of Ringkeeper's own keys.
pub(super) const OWN_PREFIX: &str = "ringkeeper.";

/// What counts for one name.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    /// The name as it was written.
    pub(super) key: String,
    pub(super) value: String,
    pub(super) origin: Origin,
}

/// Whether a value may be shown when it is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Secrecy {
    Open,
    Secret,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// Keys of `zoo.cfg` that `-D` cannot set.
    file: BTreeMap<String, Setting>,
    /// Java system properties under their full names, and our own keys.
    properties: BTreeMap<String, Setting>,
    /// The lines about servers, groups and weights.
    pub(super) members: Vec<Setting>,
    /// What means something in an ensemble only, with what is to be said of it there.
    in_ensembles: Vec<(Setting, Option<Remark>)>,
    pub(super) notes: Vec<Note>,
    pub(super) faults: Vec<ConfigError>,
}

impl Settings {
    /// Takes one `-Dname=value`. All of these come before the files, which override them.
    pub(super) fn add_property(&mut self, name: &str, value: &str) {
        let setting = Setting {
            key: name.to_owned(),
            value: value.to_owned(),
            origin: Origin::CommandLine,
        };
        let property = keys::property_name(name);
        if property.starts_with(OWN_PREFIX) {
            self.add_own(setting);
        } else if let Some(known) = keys::property(&property) {
            self.remark(known, &setting);
            self.properties.insert(property, setting);
        } else if keys::file_key(name).is_some() || keys::lists_members(name) {
            self.note(&setting, Remark::OnlyInFile);
        } else {
            self.note(&setting, Remark::Unknown);
        }
    }

    /// Takes the entries of one file, in order. `path` is `None` for the built-in default.
    pub(super) fn add_file(&mut self, path: Option<&Path>, entries: Vec<Entry>) {
        let mut last_line = BTreeMap::new();
        for entry in &entries {
            last_line.insert(entry.key.clone(), entry.line);
        }
        for entry in entries {
            let origin = match path {
                Some(path) => Origin::File {
                    path: path.to_owned(),
                    line: entry.line,
                },
                None => Origin::BuiltIn,
            };
            let setting = Setting {
                key: entry.key,
                value: entry.value,
                origin,
            };
            let last = last_line.get(&setting.key).copied().unwrap_or(entry.line);
            if last == entry.line {
                self.add_entry(setting);
            } else {
                self.note(&setting, Remark::Repeated { last });
            }
        }
    }

    /// Takes the file that `dynamicConfigFile` names: lines about servers, nothing else.
    pub(super) fn add_dynamic_file(&mut self, path: &Path, entries: Vec<Entry>) {
        for line in std::mem::take(&mut self.members) {
            let message = format!(
                "{} belongs into the file that dynamicConfigFile names. Move it there.",
                line.key
            );
            self.conflict(&line, message);
        }
        for Entry { key, value, line } in entries {
            let origin = Origin::File {
                path: path.to_owned(),
                line,
            };
            let setting = Setting { key, value, origin };
            if keys::lists_members(&setting.key) {
                self.members.push(setting);
            } else if setting.key == "version" {
                let message = "the version is in the name of the file. Remove this line.";
                self.conflict(&setting, message.to_owned());
            } else {
                let message = format!("{} belongs into zoo.cfg. Move it there.", setting.key);
                self.conflict(&setting, message);
            }
        }
    }

    fn add_entry(&mut self, setting: Setting) {
        if keys::lists_members(&setting.key) {
            self.members.push(setting);
        } else if setting.key.starts_with(OWN_PREFIX) {
            self.add_own(setting);
        } else if let Some(known) = keys::file_key(&setting.key) {
            self.remark(known, &setting);
            self.file.insert(setting.key.clone(), setting);
        } else {
            self.add_prefixed(setting);
        }
    }

    /// A key that ZooKeeper turns into the property `zookeeper.<key>`.
    fn add_prefixed(&mut self, setting: Setting) {
        let property = keys::property_name(&format!("zookeeper.{}", setting.key));
        let Some(known) = keys::property(&property) else {
            let remark = match keys::property(&setting.key) {
                Some(_) if setting.key.starts_with("zookeeper.") => Remark::NeedlessPrefix,
                Some(_) => Remark::OnlyAsProperty,
                None => Remark::Unknown,
            };
            self.note(&setting, remark);
            return;
        };
        self.remark(known, &setting);
        self.insert_over(property, setting);
    }

    /// Says what is to be said of a key, at once or when it is known where it was given.
    fn remark(&mut self, known: &Key, setting: &Setting) {
        let remark = known.remark(&setting.value);
        match (known.reach(), remark) {
            (Reach::Everywhere, Some(remark)) => self.note(setting, remark),
            (Reach::Everywhere, None) => {}
            (Reach::Ensembles, remark) => self.in_ensembles.push((setting.clone(), remark)),
        }
    }

    /// This is a server of an ensemble: what means something there only counts.
    pub(super) fn settle_in_ensemble(&mut self) {
        for (setting, remark) in std::mem::take(&mut self.in_ensembles) {
            if let Some(remark) = remark {
                self.note(&setting, remark);
            }
        }
    }

    /// This is a server that stands alone: what means something in an ensemble only does not.
    pub(super) fn settle_alone(&mut self) {
        for (setting, _) in std::mem::take(&mut self.in_ensembles) {
            self.note(&setting, Remark::EnsembleOnly);
        }
    }

    fn add_own(&mut self, setting: Setting) {
        if own::is_known(&setting.key) {
            self.insert_over(setting.key.clone(), setting);
        } else {
            self.faults.push(ConfigError::UnknownOwnKey {
                nearest: own::nearest(&setting.key),
                origin: setting.origin,
                key: setting.key,
            });
        }
    }

    /// Inserts, remarking upon a different value that loses.
    fn insert_over(&mut self, name: String, setting: Setting) {
        let value = setting.value.clone();
        let before = self.properties.insert(name, setting);
        if let Some(before) = before.filter(|before| before.value != value)
            && before.origin == Origin::CommandLine
        {
            self.note(&before, Remark::FileWins);
        }
    }

    /// Whether a property or own key was given.
    pub(super) fn has_property(&self, name: &str) -> bool {
        self.properties.contains_key(name)
    }

    /// The setting of a key of `zoo.cfg`, unread.
    pub(super) fn raw(&self, key: &str) -> Option<&Setting> {
        self.file.get(key)
    }

    /// The setting of a property, unread.
    pub(super) fn raw_property(&self, name: &str) -> Option<&Setting> {
        self.properties.get(name)
    }

    /// Reads a key of `zoo.cfg`. `None` if it is not given, or wrong (which is then noted).
    pub(super) fn file<T>(&mut self, key: &str, read: impl Fn(&str) -> Parsed<T>) -> Option<T> {
        let setting = self.file.get(key).cloned()?;
        self.read(&setting, Secrecy::Open, read)
    }

    /// Reads a property or own key. `None` if it is not given, or wrong (which is then noted).
    pub(super) fn property<T>(
        &mut self,
        name: &str,
        read: impl Fn(&str) -> Parsed<T>,
    ) -> Option<T> {
        let setting = self.properties.get(name).cloned()?;
        self.read(&setting, Secrecy::Open, read)
    }

    /// As [`Settings::property`], for a value that no message may show.
    pub(super) fn secret<T>(&mut self, name: &str, read: impl Fn(&str) -> Parsed<T>) -> Option<T> {
        let setting = self.properties.get(name).cloned()?;
        self.read(&setting, Secrecy::Secret, read)
    }

    fn read<T>(
        &mut self,
        setting: &Setting,
        secrecy: Secrecy,
        read: impl Fn(&str) -> Parsed<T>,
    ) -> Option<T> {
        match read(&setting.value) {
            Ok(value) => Some(value),
            Err(remedy) => {
                self.faults.push(ConfigError::Value {
                    origin: setting.origin.clone(),
                    key: setting.key.clone(),
                    value: match secrecy {
                        Secrecy::Open => Some(setting.value.clone()),
                        Secrecy::Secret => None,
                    },
                    remedy,
                });
                None
            }
        }
    }

    /// Remarks upon a setting.
    pub(super) fn note(&mut self, setting: &Setting, remark: Remark) {
        self.notes.push(Note {
            origin: setting.origin.clone(),
            key: setting.key.clone(),
            remark,
        });
    }

    /// Remarks upon a property, if it was given.
    pub(super) fn note_property(&mut self, name: &str, remark: Remark) {
        if let Some(setting) = self.properties.get(name).cloned() {
            self.note(&setting, remark);
        }
    }

    /// Records that a property clashes with something else. It must have been given.
    pub(super) fn conflict_property(&mut self, name: &str, message: &str) {
        let setting = self.properties.get(name).cloned();
        let setting = setting.expect("what was never given cannot clash");
        self.conflict(&setting, message.to_owned());
    }

    /// Records that a key of `zoo.cfg` clashes with something else. It must have been given.
    pub(super) fn conflict_file(&mut self, key: &str, message: String) {
        let setting = self.file.get(key).cloned();
        let setting = setting.expect("what was never given cannot clash");
        self.conflict(&setting, message);
    }

    /// Records that a setting clashes with something else.
    pub(super) fn conflict(&mut self, setting: &Setting, message: String) {
        self.faults.push(ConfigError::Conflict {
            origin: setting.origin.clone(),
            message,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::properties;
    use super::*;

    fn settings(arguments: &[(&str, &str)], file: &str) -> Settings {
        let mut settings = Settings::default();
        for (name, value) in arguments {
            settings.add_property(name, value);
        }
        let entries = properties::parse(file.as_bytes()).expect("the text is well formed");
        settings.add_file(Some(Path::new("zoo.cfg")), entries);
        settings.settle_alone();
        settings
    }

    fn remarks(settings: &Settings) -> Vec<String> {
        settings.notes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn remarks_name_the_key_and_the_place() {
        type Arguments = &'static [(&'static str, &'static str)];
        let table: &[(Arguments, &str, &str)] = &[
            (
                &[],
                "secureClientPort=2182",
                "zoo.cfg:1: secureClientPort is ignored: TLS is not supported yet",
            ),
            (
                &[],
                "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory",
                "zoo.cfg:1: serverCnxnFactory is ignored: it names a Java class",
            ),
            (
                &[],
                "jute.maxbuffer=1",
                "zoo.cfg:1: jute.maxbuffer has no effect in a file, as in ZooKeeper: \
                 pass -Djute.maxbuffer=... instead",
            ),
            (
                &[("tickTime", "1")],
                "",
                "command line: tickTime has no effect as -D, as in ZooKeeper: \
                 write it into zoo.cfg",
            ),
            (
                &[("frob", "1")],
                "",
                "command line: frob is ignored: no such key is known",
            ),
            (
                &[],
                "frob=1",
                "zoo.cfg:1: frob is ignored: no such key is known",
            ),
            (
                &[],
                "zookeeper.skipACL=yes",
                "zoo.cfg:1: zookeeper.skipACL has no effect in a file, as in ZooKeeper: \
                 leave out the prefix zookeeper.",
            ),
            (
                &[],
                "tickTime=1\n\ntickTime=2",
                "zoo.cfg:1: tickTime is given again on line 3, which counts",
            ),
            (
                &[("zookeeper.snapCount", "1")],
                "snapCount=2",
                "command line: zookeeper.snapCount is also in the file, which counts, \
                 as in ZooKeeper",
            ),
            (
                &[],
                "initLimit=5",
                "zoo.cfg:1: initLimit has no effect: it matters in an ensemble only",
            ),
            (
                &[("log4j.configuration", "file:x")],
                "",
                "command line: log4j.configuration is ignored: it is a setting of Java",
            ),
            (
                &[],
                "forceSync=no",
                "zoo.cfg:1: forceSync is ignored: \
                 every write is on the disk before it is acknowledged",
            ),
        ];
        for (arguments, file, expected) in table {
            assert_eq!(remarks(&settings(arguments, file)), [*expected]);
        }
    }

    #[test]
    fn the_file_counts_over_the_command_line() {
        let settings = settings(
            &[("zookeeper.snapCount", "1"), ("ringkeeper.shards", "3")],
            "snapCount=2\nringkeeper.shards=4",
        );
        let value = |name| {
            settings
                .raw_property(name)
                .map(|setting| setting.value.as_str())
        };
        assert_eq!(value("zookeeper.snapCount"), Some("2"));
        assert_eq!(value("ringkeeper.shards"), Some("4"));
    }

    #[test]
    fn the_manual_and_the_property_name_mean_the_same() {
        for key in ["throttledOpWaitTime", "throttled_op_wait_time"] {
            let settings = settings(&[], &format!("{key}=5"));
            assert!(
                settings.has_property("zookeeper.throttled_op_wait_time"),
                "{key}"
            );
            assert!(settings.notes.is_empty(), "{key}");
        }
    }

    #[test]
    fn an_unknown_key_of_ours_is_a_fault_with_the_nearest_name() {
        let settings = settings(
            &[("ringkeeper.logFromat", "json")],
            "ringkeeper.frobnicate=1",
        );
        let faults: Vec<_> = settings.faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "command line: there is no key ringkeeper.logFromat. \
                 Did you mean ringkeeper.logFormat?",
                "zoo.cfg:1: there is no key ringkeeper.frobnicate. \
                 `ringkeeper help keys` lists them.",
            ]
        );
    }
}
