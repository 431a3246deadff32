//! What may differ in the answers to the four-letter words, and how it is made equal.
//!
//! Figures that measure (latencies, counts of packets, sizes of files, times, ports, versions) are
//! replaced by `#`; names, order, punctuation and every figure that tells the state of the tree
//! stay. Lists in hash order are sorted.

/// The figures of `mntr` that must be equal.
const EQUAL_FIGURES: [&str; 9] = [
    "zk_server_state",
    "zk_ephemerals_count",
    "zk_outstanding_requests",
    "zk_connection_drop_probability",
    "zk_znode_count",
    "zk_global_sessions",
    "zk_local_sessions",
    "zk_watch_count",
    "zk_outstanding_tls_handshake",
];

/// The figures of `mntr` that must be there; they measure. All others are details of one
/// program's inside and are left out.
const PRESENT_FIGURES: [&str; 16] = [
    "zk_version",
    // See `server_line`.
    "zk_num_alive_connections",
    // It is approximate: after a restart ZooKeeper counts the texts of quotas as they were.
    "zk_approximate_data_size",
    "zk_avg_latency",
    "zk_min_latency",
    "zk_max_latency",
    "zk_packets_sent",
    "zk_packets_received",
    "zk_uptime",
    "zk_max_file_descriptor_count",
    "zk_open_file_descriptor_count",
    "zk_last_client_response_size",
    "zk_max_client_response_size",
    "zk_min_client_response_size",
    "zk_connection_rejected",
    "zk_bytes_received_count",
];

/// The answer to `word`, made comparable. `alias` names a session.
pub fn normalise(word: &str, answer: &[u8], alias: &dyn Fn(i64) -> i64) -> Vec<String> {
    let text = String::from_utf8_lossy(answer);
    match word {
        "srvr" => text.split('\n').map(server_line).collect(),
        "stat" => sorted_clients(
            text.split('\n')
                .map(|line| client(&server_line(line), alias)),
        ),
        "cons" => sorted_clients(text.split('\n').map(|line| client(line, alias))),
        "conf" => text.split('\n').map(configuration_line).collect(),
        "dirs" => text
            .split('\n')
            .map(|line| value_after(line, ": "))
            .collect(),
        "envi" => text
            .split('\n')
            .map(|line| value_after(line, "="))
            .collect(),
        "hash" => text.split('\n').take(0).map(String::from).collect(),
        "wchs" => text.split('\n').map(watching).collect(),
        "wchc" | "wchp" => groups(&text, alias),
        "dump" => dump(&text, alias),
        "mntr" => figures(&text),
        _ => text.split('\n').map(String::from).collect(),
    }
}

fn server_line(line: &str) -> String {
    // The connections were counted before, see `World`: that one was a word's, and may still end.
    let measured = [
        "Zookeeper version: ",
        "Received: ",
        "Sent: ",
        "Connections: ",
    ];
    for name in measured {
        if line.starts_with(name) {
            return format!("{name}#");
        }
    }
    match line.strip_prefix("Latency min/avg/max: ") {
        Some(values) if values.split('/').all(|value| value.parse::<f64>().is_ok()) => {
            format!(
                "Latency min/avg/max: {}",
                "#/".repeat(values.split('/').count())
            )
        }
        Some(_) | None => line.into(),
    }
}

/// ` /ip:port[interest](name=value,...)`: the port and what measures are replaced.
fn client(line: &str, alias: &dyn Fn(i64) -> i64) -> String {
    let Some((head, fields)) = line.split_once('(') else {
        return line.into();
    };
    if !head.starts_with(" /") {
        return line.into();
    }
    let (address, interest) = head.split_once('[').unwrap_or((head, ""));
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    let fields: Vec<String> = fields
        .trim_end_matches(')')
        .split(',')
        .map(|field| {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            match name {
                "recved" | "sent" | "est" | "lresp" | "llat" | "minlat" | "avglat" | "maxlat" => {
                    format!("{name}=#")
                }
                "sid" => format!("{name}={}", named(value, alias)),
                _ => field.into(),
            }
        })
        .collect();
    format!("{host}:#[{interest}({})", fields.join(","))
}

/// Runs of client lines are in hash order; connections of words that are about to end look alike.
fn sorted_clients(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = lines.collect();
    for run in lines.chunk_by_mut(|a, b| a.starts_with(" /") && b.starts_with(" /")) {
        run.sort();
    }
    lines.dedup_by(|a, b| a.starts_with(" /") && a == b);
    lines
}

fn configuration_line(line: &str) -> String {
    let measured = [
        "clientPort",
        "dataDir",
        "dataDirSize",
        "dataLogDir",
        "dataLogSize",
    ];
    match line.split_once('=') {
        Some((name, _)) if measured.contains(&name) => format!("{name}=#"),
        Some(_) | None => line.into(),
    }
}

fn value_after(line: &str, separator: &str) -> String {
    line.split_once(separator)
        .map_or_else(|| line.into(), |(name, _)| format!("{name}{separator}#"))
}

fn named(id: &str, alias: &dyn Fn(i64) -> i64) -> String {
    let number = id
        .strip_prefix("0x")
        .and_then(|hex| u64::from_str_radix(hex, 16).ok());
    number.map_or_else(
        || id.into(),
        |number| format!("{:#x}", alias(number.cast_signed())),
    )
}

/// ZooKeeper goes on counting a connection whose watches have all fired.
fn watching(line: &str) -> String {
    match line.split_once(" connections watching ") {
        Some((count, paths)) if count.parse::<u32>().is_ok() => {
            format!("# connections watching {paths}")
        }
        Some(_) | None => line.into(),
    }
}

/// Headed groups of indented lines: both levels are in hash order.
fn groups(text: &str, alias: &dyn Fn(i64) -> i64) -> Vec<String> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    let mut tail = Vec::new();
    for line in text.split('\n') {
        if line.is_empty() {
            tail.push(String::new());
        } else if let Some(member) = line.strip_prefix('\t') {
            let member = format!("\t{}", named(member, alias));
            match groups.last_mut() {
                Some(group) => group.push(member),
                None => groups.push(vec![member]),
            }
        } else {
            groups.push(vec![named(line.trim_end_matches(':'), alias)]);
        }
    }
    // See `watching`: such a connection is a group without members.
    groups.retain(|group| group.len() > 1);
    for group in &mut groups {
        group[1..].sort();
    }
    groups.sort();
    groups.into_iter().flatten().chain(tail).collect()
}

/// The three sections of `dump`. Which bucket a session waits in depends on the time of day; which
/// sessions there are does not. ZooKeeper lists some connections for a while after their end, so
/// that of the connections only the form is kept.
fn dump(text: &str, alias: &dyn Fn(i64) -> i64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut section: Vec<String> = Vec::new();
    let mut ephemerals = String::new();
    let mut in_ephemerals = false;
    for line in text.split('\n') {
        let heading = line.ends_with("dump:") || line.contains(" Sets (");
        if heading || line.starts_with("Sessions with Ephemerals") {
            section.sort();
            section.dedup();
            lines.append(&mut section);
            lines.extend(groups(&std::mem::take(&mut ephemerals), alias));
            in_ephemerals = line.starts_with("Sessions with Ephemerals");
            // ZooKeeper goes on counting a session whose ephemerals have been deleted.
            let line = if in_ephemerals {
                "Sessions with Ephemerals (#):"
            } else {
                line
            };
            lines.push(sets(line));
        } else if in_ephemerals {
            ephemerals.push_str(line);
            ephemerals.push('\n');
        } else if let Some((_, rest)) = line.split_once(" expire at ") {
            let zone = rest.split(' ').nth_back(1).unwrap_or_default();
            section.push(format!("# expire at {zone}"));
        } else if line.starts_with("\tip: /") && line.contains(" sessionId: 0x") {
            section.push("\tip: # sessionId: #".into());
        } else if let Some(id) = line.strip_prefix('\t') {
            section.push(format!("\t{}", named(id, alias)));
        } else {
            section.push(line.into());
        }
    }
    section.sort();
    section.dedup();
    lines.extend(section);
    lines
}

/// `Session Sets (buckets)/(members):` keeps its members.
fn sets(line: &str) -> String {
    if line.starts_with("Connections Sets (") {
        return "Connections Sets (#)/(#):".into();
    }
    match (line.split_once("Sets ("), line.split_once(")/(")) {
        (Some((name, _)), Some((_, members))) => format!("{name}Sets (#)/({members}"),
        _ => line.into(),
    }
}

fn figures(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let Some((name, value)) = line.split_once('\t') else {
            if !line.is_empty() {
                lines.push(line.into());
            }
            continue;
        };
        if EQUAL_FIGURES.contains(&name) {
            lines.push(line.into());
        } else if PRESENT_FIGURES.contains(&name) {
            let number = name == "zk_version" || value.parse::<f64>().is_ok();
            lines.push(format!("{name}\t{}", if number { "#" } else { value }));
        }
    }
    lines.sort();
    lines
}
