//! The tables of the page: what each product does, and how many times better Ringkeeper is.
//!
//! Must never round a ratio towards the better side of 1: one that reads as 1.0 is neither.

use std::fmt::Write as _;

use serde_json::Value;

use super::svg::escaped;
use super::{PRODUCTS, array, text};
use crate::measure::median;

/// The table of a group of cells.
pub(super) fn of_group(group: &Value) -> String {
    let cells = array(&group["cells"]);
    let has = |key: &str| cells.iter().any(|cell| cell["products"].get(key).is_some());
    let shown: Vec<_> = PRODUCTS.iter().filter(|(key, ..)| has(key)).collect();
    let others: Vec<_> = PRODUCTS
        .iter()
        .filter(|(key, ..)| {
            cells
                .iter()
                .any(|cell| cell["times_better_than"].get(key).is_some())
        })
        .collect();
    let mut out = format!(
        "<table>\n<tr><th>{}</th>",
        escaped(text(&group["axis_title"]))
    );
    // Writing to a string cannot fail.
    for (_, title, _) in &shown {
        let _ = write!(out, "<th>{title}</th>");
    }
    for (_, title, _) in &others {
        let _ = write!(out, "<th>times better than {title}</th>");
    }
    let echoed = cells.iter().any(|cell| cell["echo"].is_number());
    if echoed {
        out.push_str("<th>echo</th>");
    }
    out.push_str("</tr>\n");
    let unit = text(&group["unit"]);
    for cell in cells {
        let _ = write!(out, "<tr><td>{}</td>", escaped(text(&cell["label"])));
        for (key, ..) in &shown {
            let product = &cell["products"][*key];
            let _ = write!(out, "<td>{}</td>", measured(product, unit));
        }
        for (key, ..) in &others {
            out.push_str(&ratio(&cell["times_better_than"][*key]));
        }
        if echoed {
            out.push_str(&of_echo(cell));
        }
        out.push_str("</tr>\n");
    }
    out + "</table>\n"
}

/// The table of one cost by size.
pub(super) fn of_cost(cost: &Value) -> String {
    let sizes = array(&cost["sizes"]);
    let has = |key: &str| sizes.iter().any(|size| size["products"].get(key).is_some());
    let shown: Vec<_> = PRODUCTS.iter().filter(|(key, ..)| has(key)).collect();
    let title = escaped(text(&cost["title"]));
    let counted = escaped(text(&cost["counted"]));
    let mut out = format!("<h3>{title}</h3>\n<table>\n<tr><th>{counted}</th>");
    for (_, title, _) in &shown {
        let _ = write!(out, "<th>{title}</th>");
    }
    out.push_str("</tr>\n");
    for size in sizes {
        let number = size["size"].as_f64().unwrap_or(0.0);
        let _ = write!(out, "<tr><td>{}</td>", grouped(number));
        for (key, ..) in &shown {
            let sample = size["products"][*key].as_f64();
            let sample = sample.map(|sample| with_unit(sample, text(&cost["unit"])));
            let _ = write!(out, "<td>{}</td>", sample.unwrap_or_default());
        }
        out.push_str("</tr>\n");
    }
    out + "</table>\n"
}

/// A product's median, and below it what else its runs showed.
fn measured(product: &Value, unit: &str) -> String {
    let Some(value) = product["median"].as_f64() else {
        return String::new();
    };
    let runs = array(&product["runs"]);
    let of_runs = |find: &dyn Fn(&Value) -> Option<f64>| {
        let found: Vec<f64> = runs.iter().filter_map(find).collect();
        (!found.is_empty()).then(|| median(&found))
    };
    let wait = |name: &'static str| of_runs(&move |run| run["latency_us"][name].as_f64());
    let mut notes = Vec::new();
    if let Some(rate) = of_runs(&|run| run["rate"].as_f64()) {
        notes.push(format!("at {}/s", grouped(rate)));
    }
    for (name, shown) in [("p50", "p50"), ("p99", "p99")] {
        if let Some(wait) = wait(name) {
            notes.push(format!("{shown} {}", waited(wait)));
        }
    }
    // A microsecond of each request is a second of a million.
    if let Some(cpu) = of_runs(&|run| run["server_cpu_us_per_request"].as_f64()) {
        notes.push(format!("{cpu:.1} CPU s per million"));
    }
    let written = of_runs(&|run| run["written_bytes_per_request"].as_f64());
    if let Some(written) = written.filter(|bytes| *bytes >= 1.0) {
        notes.push(format!("{} B written each", grouped(written)));
    }
    let notes = notes.join("<br>");
    format!("{}<small>{notes}</small>", with_unit(value, unit))
}

/// What the machine does without a server, and what part of it Ringkeeper reaches.
fn of_echo(cell: &Value) -> String {
    let ours = cell["products"]["ringkeeper"]["median"].as_f64();
    let Some(echo) = cell["echo"].as_f64() else {
        return "<td></td>".to_owned();
    };
    let part = ours.map(|ours| format!("<small>Ringkeeper: {:.0} %</small>", 100.0 * ours / echo));
    format!("<td>{}/s{}</td>", grouped(echo), part.unwrap_or_default())
}

fn ratio(ratio: &Value) -> String {
    let Some(median) = ratio["median"].as_f64() else {
        return "<td></td>".to_owned();
    };
    let number = |key: &str| ratio[key].as_f64().unwrap_or(median);
    let class = match median {
        1.05.. => "ahead",
        0.95.. => "even",
        _ => "behind",
    };
    let (least, most) = (number("least"), number("most"));
    format!("<td class=\"{class}\">{median:.1} <small>{least:.1}-{most:.1}</small></td>")
}

fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "us" => waited(value),
        "/s" => format!("{}/s", grouped(value)),
        "ms" if value >= 1_000.0 => format!("{:.2} s", value / 1e3),
        unit => format!("{} {unit}", grouped(value)),
    }
}

/// Microseconds in the unit that reads best.
fn waited(us: f64) -> String {
    match us {
        1e6.. => format!("{:.2} s", us / 1e6),
        1e3.. => format!("{:.2} ms", us / 1e3),
        _ => format!("{us:.0} us"),
    }
}

/// Thousands apart.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_ratio_below_1_is_marked_as_behind() {
        let of = |median: f64| ratio(&json!({"median": median, "least": median, "most": median}));
        assert!(of(0.5).contains("behind") && of(1.0).contains("even"));
        assert!(of(12.0).contains("ahead"));
        assert_eq!(ratio(&Value::Null), "<td></td>");
    }

    #[test]
    fn a_part_of_the_echo_is_ringkeepers() {
        let cell = json!({"echo": 200.0, "products": {"ringkeeper": {"median": 90.0}}});
        assert_eq!(
            of_echo(&cell),
            "<td>200/s<small>Ringkeeper: 45 %</small></td>"
        );
        assert_eq!(of_echo(&json!({})), "<td></td>");
    }

    #[test]
    fn notes_are_of_what_was_measured() {
        let product = json!({"median": 2.0, "runs": [
            {"latency_us": {"p50": 1_500.0}, "server_cpu_us_per_request": 2.5,
             "written_bytes_per_request": 200.4},
        ]});
        assert_eq!(
            measured(&product, "/s"),
            "2/s<small>p50 1.50 ms<br>2.5 CPU s per million<br>200 B written each</small>"
        );
    }
}
