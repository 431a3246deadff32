//! The result of a comparison: one JSON file for machines, one markdown table for people.
//!
//! Every sample is in the file; the table shows medians, and ratios with their range. A goal that
//! is missed stands there as missed.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Versions;
use super::figures::{Figure, Goal, Row, Unit};
use super::samples::{Ratio, Samples, Subject};
use crate::peers::Product;

const ZOOKEEPER: Subject = Subject::Server(Product::ZooKeeper);
const ETCD: Subject = Subject::Server(Product::Etcd);
const RINGKEEPER: Subject = Subject::Server(Product::Ringkeeper);

/// The figures part of the result file: those that were measured.
pub(crate) fn figures_json(samples: &Samples) -> Value {
    let figures = measured(samples).map(|figure| {
        let row = figure.row();
        let value = json!({
            "title": row.title,
            "unit": row.unit.name(),
            "ceiling": samples.of(figure, Subject::Ceiling),
            "zookeeper": samples.of(figure, ZOOKEEPER),
            "etcd": samples.of(figure, ETCD),
            "ringkeeper": samples.of(figure, RINGKEEPER),
            "times_zookeeper": samples.times_zookeeper(figure).map(ratio_json),
            "times_etcd": samples.times(figure, Product::Etcd).map(ratio_json),
            "times_ceiling": samples.times_ceiling(figure).map(ratio_json),
            "goal": goal_text(row),
            "reached": samples.reached(figure),
        });
        (figure.row().key.to_owned(), value)
    });
    Value::Object(figures.collect())
}

/// What a request cost each server, by figure.
pub(crate) fn costs_json(costs: &Samples) -> Value {
    let figures = Figure::ALL.into_iter().filter_map(|figure| {
        let [theirs, etcd, ours] =
            [ZOOKEEPER, ETCD, RINGKEEPER].map(|subject| costs.of(figure, subject));
        let measured = !theirs.is_empty() || !etcd.is_empty() || !ours.is_empty();
        let value = json!({"zookeeper": theirs, "etcd": etcd, "ringkeeper": ours});
        measured.then(|| (figure.row().key.to_owned(), value))
    });
    Value::Object(figures.collect())
}

/// The figures that were measured as a markdown table; without a ceiling, or without etcd, it has
/// no column of them.
pub(crate) fn table(samples: &Samples, versions: &Versions) -> String {
    let titled = |product: Product| {
        let version = versions.get(&product).map_or("", String::as_str);
        (
            Subject::Server(product),
            format!("{} {version}", product.title()),
        )
    };
    let has = |subject| measured(samples).any(|figure| !samples.of(figure, subject).is_empty());
    let mut columns = vec![titled(Product::ZooKeeper), titled(Product::Ringkeeper)];
    let with_etcd = has(ETCD);
    if with_etcd {
        columns.insert(1, titled(Product::Etcd));
    }
    if has(Subject::Ceiling) {
        columns.insert(0, (Subject::Ceiling, "ceiling".to_owned()));
    }
    let names: Vec<&str> = columns.iter().map(|(_, name)| name.as_str()).collect();
    let (over, rule) = if with_etcd {
        ("times better (range) | than etcd", "--:|--:|")
    } else {
        ("times better (range)", "--:|")
    };
    let mut out = format!(
        "| | {} | {over} | goal | |\n|---|{}{rule}---|---|\n",
        names.join(" | "),
        "--:|".repeat(names.len()),
    );
    for figure in measured(samples) {
        let row = figure.row();
        let shown: Vec<String> = columns
            .iter()
            .map(|(subject, _)| samples.standing(figure, *subject))
            .map(|sample| sample.map_or_else(String::new, |sample| amount(sample, row.unit)))
            .collect();
        let mut times = times_text(samples.times_zookeeper(figure));
        if with_etcd {
            times += " | ";
            times += &times_text(samples.times(figure, Product::Etcd));
        }
        let verdict = match samples.reached(figure) {
            Some(true) => "reached",
            Some(false) => "missed",
            None => "",
        };
        let goal = goal_text(row) + &standing_text(samples, figure);
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "| {} | {} | {times} | {goal} | {verdict} |",
            row.title,
            shown.join(" | "),
        );
    }
    out
}

fn times_text(ratio: Option<Ratio>) -> String {
    ratio.map_or_else(String::new, |ratio| {
        format!("{:.1} ({:.1}-{:.1})", ratio.median, ratio.least, ratio.most)
    })
}

fn measured(samples: &Samples) -> impl Iterator<Item = Figure> {
    Figure::ALL
        .into_iter()
        .filter(|figure| samples.has(*figure))
}

/// Where a ratio stands beside its goal, if the column of the ratios does not show it.
fn standing_text(samples: &Samples, figure: Figure) -> String {
    let ratio = match figure.row().goal {
        Goal::TimesCeiling(_) => samples.times_ceiling(figure).map(|ratio| ratio.median),
        Goal::OfZooKeeper(_) => samples
            .times_zookeeper(figure)
            .map(|ratio| 1.0 / ratio.median),
        Goal::TimesZooKeeper(_) | Goal::AtMost(_) | Goal::None => None,
    };
    ratio.map_or_else(String::new, |ratio| format!(": {ratio:.2}"))
}

fn ratio_json(ratio: Ratio) -> Value {
    json!({"median": ratio.median, "least": ratio.least, "most": ratio.most})
}

fn goal_text(row: Row) -> String {
    match row.goal {
        Goal::TimesZooKeeper(times) => format!(">= {times} x ZooKeeper"),
        Goal::OfZooKeeper(times) => format!("<= {times} x ZooKeeper"),
        Goal::TimesCeiling(times) => format!("<= {times} x ceiling"),
        Goal::AtMost(most) => format!("<= {}", amount(most, row.unit)),
        Goal::None => String::new(),
    }
}

/// A figure with its unit, thousands apart: `1,234,567/s`, `1.25 ms`.
fn amount(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Microseconds if value >= 1_000.0 => format!("{:.2} ms", value / 1_000.0),
        Unit::Milliseconds if value >= 1_000.0 => format!("{:.2} s", value / 1_000.0),
        Unit::PerSecond => format!("{}/s", grouped(value)),
        Unit::Microseconds | Unit::Milliseconds | Unit::Megabytes | Unit::Sessions => {
            format!("{} {}", grouped(value), unit.name())
        }
    }
}

fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Samples {
        let mut samples = Samples::default();
        for (ours, theirs) in [(900_000.0, 90_000.0), (1_200_000.0, 100_000.0)] {
            samples.add(Figure::PipelinedGets, RINGKEEPER, ours);
            samples.add(Figure::PipelinedGets, ZOOKEEPER, theirs);
        }
        samples.add(Figure::SingleSet, RINGKEEPER, 180.0);
        samples.add(Figure::SingleSet, Subject::Ceiling, 150.0);
        samples
    }

    fn versions() -> Versions {
        let ours = (Product::Ringkeeper, "0.1.0".to_owned());
        Versions::from([(Product::ZooKeeper, "3.9.5".to_owned()), ours])
    }

    #[test]
    fn etcd_has_its_columns_where_it_was_measured() {
        let mut samples = samples();
        samples.add(Figure::PipelinedGets, ETCD, 45_000.0);
        let table = table(&samples, &versions());
        let row = table
            .lines()
            .find(|line| line.contains("get, 8 connections"));
        let row = row.expect("it was measured");
        assert!(
            row.contains("| 95,000/s | 45,000/s | 1,050,000/s |"),
            "{row}"
        );
        assert!(
            row.contains("| 11.0 (10.0-12.0) | 20.0 (20.0-20.0) |"),
            "{row}"
        );
    }

    #[test]
    fn the_table_shows_medians_ratios_and_verdicts() {
        let table = table(&samples(), &versions());
        assert!(
            table.contains("ZooKeeper 3.9.5 | Ringkeeper 0.1.0"),
            "{table}"
        );
        let row = table
            .lines()
            .find(|line| line.contains("get, 8 connections"));
        assert_eq!(
            row,
            Some(
                "| get, 8 connections x 32 outstanding |  | 95,000/s | 1,050,000/s \
                 | 11.0 (10.0-12.0) | >= 10 x ZooKeeper | reached |"
            )
        );
        assert!(
            table.contains("<= 1.15 x ceiling: 1.20 | missed"),
            "{table}"
        );
        assert_eq!(
            table.lines().count(),
            2 + 2,
            "what was not measured has no row"
        );
    }

    #[test]
    fn without_a_ceiling_there_is_no_column_of_it() {
        let mut samples = Samples::default();
        samples.add(Figure::FollowerSet, RINGKEEPER, 300.0);
        samples.add(Figure::FollowerSet, ZOOKEEPER, 600.0);
        let table = table(&samples, &versions());
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[1], "|---|--:|--:|--:|---|---|");
        assert_eq!(
            lines[2],
            "| set, one at a time through a follower, p50 | 600 us | 300 us \
             | 2.0 (2.0-2.0) | <= 0.7 x ZooKeeper: 0.50 | reached |"
        );
    }

    #[test]
    fn the_file_holds_every_sample() {
        let json = figures_json(&samples());
        assert_eq!(
            json["pipelined_gets"]["zookeeper"],
            json!([90_000.0, 100_000.0])
        );
        assert_eq!(json["pipelined_gets"]["reached"], true);
        assert_eq!(json["single_set"]["reached"], false);
        assert!(json["memory"]["reached"].is_null());
    }

    #[test]
    fn amounts_are_grouped() {
        assert_eq!(amount(1_234_567.0, Unit::PerSecond), "1,234,567/s");
        assert_eq!(amount(999.0, Unit::Microseconds), "999 us");
        assert_eq!(amount(1_250.0, Unit::Microseconds), "1.25 ms");
    }
}
