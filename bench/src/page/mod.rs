//! The page of a matrix: made from its result file alone, tables of ratios and plots in SVG, one
//! file of HTML without scripts.
//!
//! Must never show a figure that is not in the result file, nor leave one of its groups out.

mod svg;
mod table;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::arguments::Arguments;
use crate::error::{Error, Result};
use crate::measure::median;

use self::svg::{Axis, Line, Plot, Scale, escaped};

const STYLE: &str = "\
body{font:15px/1.45 sans-serif;max-width:1180px;margin:2em auto;padding:0 1em;color:#222}\
table{border-collapse:collapse;margin:.6em 0}td,th{padding:.25em .7em;text-align:right;\
border-bottom:1px solid #ddd;vertical-align:top}td:first-child,th:first-child{text-align:left}\
small{color:#666;display:block}h2{margin-top:2em}.ahead{color:#17703f}.behind{color:#b3261e}";

/// The products with the colours of their lines.
const PRODUCTS: [(&str, &str, &str); 3] = [
    ("zookeeper", "ZooKeeper", "#d95f02"),
    ("etcd", "etcd", "#7570b3"),
    ("ringkeeper", "Ringkeeper", "#1b9e77"),
];

/// `page`: makes the page of a result file again.
pub(crate) fn page(mut arguments: Arguments) -> Result<()> {
    let mut result = PathBuf::from("target/bench/matrix.json");
    let mut page = PathBuf::from("target/bench/matrix.html");
    while let Some(option) = arguments.next_option()? {
        match option {
            "result" => result = arguments.path()?,
            "page" => page = arguments.path()?,
            _ => return arguments.unknown(),
        }
    }
    let doing = format!("read {}", result.display());
    let text = fs::read_to_string(&result).map_err(Error::system(doing))?;
    let file: Value = serde_json::from_str(&text)
        .map_err(|fault| Error::Usage(format!("{} is no result: {fault}", result.display())))?;
    if file["kind"] != "matrix" {
        let what = format!("{} is not the result of a matrix", result.display());
        return Err(Error::Usage(what));
    }
    let doing = format!("write {}", page.display());
    fs::write(&page, html(&file)).map_err(Error::system(doing))?;
    println!("page: {}", page.display());
    Ok(())
}

/// The page of a result file.
pub(crate) fn html(file: &Value) -> String {
    let mut out = format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Ringkeeper measured</title>\n\
         <style>{STYLE}</style>\n<h1>Ringkeeper, ZooKeeper and etcd, side by side</h1>\n"
    );
    out += &circumstances(file);
    for group in array(&file["groups"]) {
        let title = escaped(text(&group["title"]));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "<h2>{title}</h2>");
        out += &table::of_group(group);
        if let Some(plot) = plot_of_group(group) {
            out += &plot.svg();
        }
        if group["curves"] == true {
            for cell in array(&group["cells"]) {
                out += &curves_of_cell(cell).svg();
            }
        }
    }
    let costs = array(&file["costs"]);
    if !costs.is_empty() {
        out += "<h2>What things cost, and how that grows</h2>\n";
        for cost in costs {
            out += &table::of_cost(cost);
            if let Some(plot) = plot_of_cost(cost) {
                out += &plot.svg();
            }
        }
    }
    out
}

/// On what it was measured, and what was durable.
fn circumstances(file: &Value) -> String {
    let machine = &file["machine"];
    let disk = &machine["disk"];
    let mut out = format!(
        "<p>{} cores of {}, {} MB of memory, Linux {} ({}), {} on {}. {} repetitions in turns that \
         alternate, {} s for each cell after {} s of warm-up; a ratio is taken within a \
         repetition, its range is over all of them. The generator shares the machine with the \
         servers. Load average at the end: {}.</p>\n<ul>\n",
        machine["cores"],
        escaped(text(&machine["processor"])),
        machine["memory_kib"].as_u64().unwrap_or(0) >> 10,
        escaped(text(&machine["kernel"])),
        escaped(text(&machine["system"])),
        escaped(text(&disk["file_system"])),
        escaped(text(&disk["device"])),
        file["repetitions"],
        file["seconds"],
        file["warmup_seconds"],
        file["load_average"],
    );
    for (key, title, _) in PRODUCTS {
        if file["durable"].get(key).is_some() {
            let version = escaped(text(&file["versions"][key]));
            let durable = escaped(text(&file["durable"][key]));
            let _ = writeln!(out, "<li>{title} {version}: writes {durable}.</li>");
        }
    }
    out += "</ul>\n<p>etcd is asked where it has a word for the workload; its gets are \
            serializable, answered from the server's own store as ZooKeeper's are. Bytes written \
            are what the kernel counts in /proc/PID/io (write_bytes) over all servers. The echo \
            is a loop without a server that sends each value back, under the same generator.</p>\n";
    out
}

/// The medians of a group over its axis; none for one whose points are only named.
fn plot_of_group(group: &Value) -> Option<Plot> {
    let scale = match text(&group["axis"]) {
        "linear" => Scale::Linear,
        "logarithmic" => Scale::Logarithmic,
        _ => return None,
    };
    let cells = array(&group["cells"]);
    if cells.len() < 3 {
        return None;
    }
    let marks = cells.iter().map(|cell| {
        let x = cell["x"].as_f64().unwrap_or(0.0);
        (x, text(&cell["label"]).to_owned())
    });
    let lines = lines(|key| {
        let point = |cell: &Value| {
            let median = cell["products"][key]["median"].as_f64()?;
            Some((cell["x"].as_f64()?, median))
        };
        cells.iter().filter_map(point).collect()
    });
    Some(Plot {
        title: text(&group["title"]).to_owned(),
        across: Axis {
            title: text(&group["axis_title"]).to_owned(),
            scale,
            marks: marks.collect(),
        },
        up: logarithmic(text(&group["unit"])),
        lines,
    })
}

/// How long which part of the requests took at most, each point the median over the repetitions.
fn curves_of_cell(cell: &Value) -> Plot {
    let lines = lines(|key| {
        let runs = array(&cell["products"][key]["runs"]);
        let curves: Vec<&[Value]> = runs
            .iter()
            .map(|run| array(&run["latency_curve_us"]))
            .collect();
        let Some(first) = curves.first() else {
            return Vec::new();
        };
        let point = |(place, of_first): (usize, &Value)| {
            let waits: Vec<f64> = curves
                .iter()
                .filter_map(|curve| curve.get(place)?.get(1)?.as_f64())
                .collect();
            // The axis counts how few of the requests took longer.
            let beyond = 1.0 / (1.0 - of_first.get(0)?.as_f64()?);
            Some((beyond, median(&waits)))
        };
        first.iter().enumerate().filter_map(point).collect()
    });
    let marks = [
        (1.0, "0 %"),
        (2.0, "50 %"),
        (10.0, "90 %"),
        (100.0, "99 %"),
        (1_000.0, "99.9 %"),
        (10_000.0, "99.99 %"),
    ];
    Plot {
        title: text(&cell["label"]).to_owned(),
        across: Axis {
            title: "of the requests took no longer".to_owned(),
            scale: Scale::Logarithmic,
            marks: marks.map(|(at, mark)| (at, mark.to_owned())).into(),
        },
        up: logarithmic("us"),
        lines,
    }
}

fn plot_of_cost(cost: &Value) -> Option<Plot> {
    let sizes = array(&cost["sizes"]);
    if sizes.len() < 3 {
        return None;
    }
    let lines = lines(|key| {
        let point = |size: &Value| {
            let sample = size["products"][key].as_f64()?;
            Some((size["size"].as_f64()?, sample))
        };
        sizes.iter().filter_map(point).collect()
    });
    Some(Plot {
        title: text(&cost["title"]).to_owned(),
        across: logarithmic(text(&cost["counted"])),
        up: logarithmic(text(&cost["unit"])),
        lines,
    })
}

/// One line for each product that has points.
fn lines(points: impl Fn(&str) -> Vec<(f64, f64)>) -> Vec<Line> {
    let line = |(key, name, colour): (&str, &str, &'static str)| Line {
        name: name.to_owned(),
        colour,
        points: points(key),
    };
    let lines = PRODUCTS.into_iter().map(line);
    lines.filter(|line| !line.points.is_empty()).collect()
}

fn logarithmic(title: &str) -> Axis {
    Axis {
        title: title.to_owned(),
        scale: Scale::Logarithmic,
        marks: Vec::new(),
    }
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn product(median: f64) -> Value {
        let run = json!({
            "per_second": median,
            "latency_us": {"p50": 10.0, "p99": 90.0},
            "latency_curve_us": [[0.5, 10.0], [0.9, 20.0], [0.99, 90.0]],
        });
        json!({"median": median, "values": [median], "runs": [run]})
    }

    fn file() -> Value {
        let cells: Vec<Value> = [1, 10, 100]
            .iter()
            .map(|x| {
                json!({
                    "x": x,
                    "label": x.to_string(),
                    "products": {
                        "zookeeper": product(50_000.0),
                        "ringkeeper": product(800_000.0),
                    },
                    "times_better_than": {
                        "zookeeper": {"median": 16.0, "least": 15.0, "most": 17.0},
                    },
                })
            })
            .collect();
        json!({
            "kind": "matrix",
            "versions": {"ringkeeper": "0.1.0"},
            "durable": {"ringkeeper": "as shipped"},
            "groups": [{
                "title": "get & set", "axis": "logarithmic", "axis_title": "connections",
                "unit": "/s", "curves": true, "servers": 1, "cells": cells,
            }],
            "costs": [{
                "title": "bytes per znode", "counted": "znodes", "unit": "B",
                "sizes": [{"size": 1_000, "products": {"ringkeeper": 90.0}}],
            }],
        })
    }

    #[test]
    fn every_group_has_its_table_and_its_plots() {
        let html = html(&file());
        assert!(html.contains("<h2>get &amp; set</h2>"), "{html}");
        assert!(html.contains("16.0 <small>15.0-17.0</small>"), "{html}");
        assert!(
            html.contains("800,000/s") && html.contains("p99 90"),
            "{html}"
        );
        // One of the rates, one of the waits in each cell.
        assert_eq!(html.matches("<svg").count(), 4);
        assert!(html.contains("bytes per znode") && html.contains("Ringkeeper 0.1.0"));
    }

    #[test]
    fn a_product_that_was_not_measured_has_no_line() {
        let html = html(&file());
        assert!(!html.contains("#7570b3"), "etcd was not measured");
        assert!(html.contains("#1b9e77"));
    }
}
