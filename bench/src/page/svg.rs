//! A plot of a few lines as SVG: axes, a grid, a legend, and nothing that needs a script.
//!
//! Both axes may be logarithmic. Must never draw outside its frame, nor drop a point silently: one
//! that an axis has no place for (0 on a logarithmic one) is drawn at its edge.

use std::fmt::Write as _;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 34.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 52.0;

/// How an axis counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scale {
    /// From 0 or the first point at even distances.
    Linear,
    /// By powers of ten.
    Logarithmic,
}

/// One of the two axes.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    /// What it counts.
    pub(crate) title: String,
    pub(crate) scale: Scale,
    /// Places that are marked, with what stands there; none for those of the scale.
    pub(crate) marks: Vec<(f64, String)>,
}

/// What is drawn of one product.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) name: String,
    /// A colour of SVG.
    pub(crate) colour: &'static str,
    pub(crate) points: Vec<(f64, f64)>,
}

/// A plot.
#[derive(Clone, Debug)]
pub(crate) struct Plot {
    pub(crate) title: String,
    pub(crate) across: Axis,
    pub(crate) up: Axis,
    pub(crate) lines: Vec<Line>,
}

/// An axis with its ends and its length on the paper.
#[derive(Clone, Copy, Debug)]
struct Span {
    scale: Scale,
    least: f64,
    most: f64,
}

impl Span {
    fn new(scale: Scale, values: &[f64], marks: &[(f64, String)]) -> Span {
        let all = || {
            values
                .iter()
                .copied()
                .chain(marks.iter().map(|(at, _)| *at))
        };
        let most = all().fold(f64::MIN, f64::max);
        let (least, most) = match scale {
            Scale::Linear => (all().fold(0.0, f64::min), most),
            Scale::Logarithmic => {
                let positive = all().filter(|value| *value > 0.0);
                let least = positive.fold(f64::MAX, f64::min).min(most.max(1e-9));
                if marks.is_empty() {
                    (power_below(least), power_above(most))
                } else {
                    (least, most)
                }
            }
        };
        // One point alone has no length of its own.
        let most = if most > least { most } else { least + 1.0 };
        Span { scale, least, most }
    }

    /// 0 at the one end, 1 at the other.
    fn place(self, value: f64) -> f64 {
        let part = match self.scale {
            Scale::Linear => (value - self.least) / (self.most - self.least),
            Scale::Logarithmic => {
                let value = value.max(self.least);
                (value / self.least).ln() / (self.most / self.least).ln()
            }
        };
        part.clamp(0.0, 1.0)
    }

    fn marks(self) -> Vec<(f64, String)> {
        match self.scale {
            Scale::Linear => (0..=5_u32)
                .map(|fifth| self.least + (self.most - self.least) * f64::from(fifth) / 5.0)
                .map(|at| (at, amount(at)))
                .collect(),
            Scale::Logarithmic => {
                let mut marks = Vec::new();
                let mut at = power_below(self.least);
                while at <= self.most * 1.001 {
                    if at >= self.least * 0.999 {
                        marks.push((at, amount(at)));
                    }
                    at *= 10.0;
                }
                marks
            }
        }
    }
}

impl Plot {
    /// The plot as one `<svg>` element.
    pub(crate) fn svg(&self) -> String {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let across: Vec<f64> = points().map(|(x, _)| *x).collect();
        let up: Vec<f64> = points().map(|(_, y)| *y).collect();
        if across.is_empty() {
            return String::new();
        }
        let across = Span::new(self.across.scale, &across, &self.across.marks);
        let up = Span::new(self.up.scale, &up, &self.up.marks);
        let x = |value| LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
        let y = |value| HEIGHT - BOTTOM - up.place(value) * (HEIGHT - TOP - BOTTOM);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"sans-serif\" font-size=\"11\">\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"white\"/>\n"
        );
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "<text x=\"{LEFT}\" y=\"16\" font-size=\"13\">{}</text>",
            escaped(&self.title)
        );
        let (right, low) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
        for (at, label) in marks(&self.across, across) {
            let at = x(at);
            let _ = writeln!(
                out,
                "<path d=\"M{at:.1} {TOP}V{low}\" stroke=\"#ddd\"/>\
                 <text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                low + 15.0,
                escaped(&label)
            );
        }
        for (at, label) in marks(&self.up, up) {
            let at = y(at);
            let _ = writeln!(
                out,
                "<path d=\"M{LEFT} {at:.1}H{right}\" stroke=\"#ddd\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 6.0,
                at + 4.0,
                escaped(&label)
            );
        }
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\
             <text transform=\"translate(14 {:.1}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
            LEFT.midpoint(right),
            low + 34.0,
            escaped(&self.across.title),
            TOP.midpoint(low),
            escaped(&self.up.title)
        );
        for (place, line) in (0_u32..).zip(&self.lines) {
            draw(&mut out, line, place, (&x, &y));
        }
        out.push_str("</svg>\n");
        out
    }
}

/// Draws a line with its points and its place in the legend.
fn draw(
    out: &mut String,
    line: &Line,
    place: u32,
    (x, y): (&dyn Fn(f64) -> f64, &dyn Fn(f64) -> f64),
) {
    let colour = line.colour;
    let corners: Vec<String> = line
        .points
        .iter()
        .map(|(across, up)| format!("{:.1},{:.1}", x(*across), y(*up)))
        .collect();
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
        corners.join(" ")
    );
    for (across, up) in &line.points {
        let _ = write!(
            out,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.5\" fill=\"{colour}\"/>",
            x(*across),
            y(*up)
        );
    }
    let at = WIDTH - RIGHT - 90.0 * f64::from(3 - place.min(3));
    let _ = writeln!(
        out,
        "<rect x=\"{at}\" y=\"{}\" width=\"10\" height=\"10\" fill=\"{colour}\"/>\
             <text x=\"{}\" y=\"{}\">{}</text>",
        TOP - 12.0,
        at + 14.0,
        TOP - 3.0,
        escaped(&line.name)
    );
}

fn marks(axis: &Axis, span: Span) -> Vec<(f64, String)> {
    if axis.marks.is_empty() {
        return span.marks();
    }
    axis.marks.clone()
}

fn power_below(value: f64) -> f64 {
    10_f64.powf(value.log10().floor())
}

fn power_above(value: f64) -> f64 {
    10_f64.powf(value.max(1e-9).log10().ceil())
}

/// A number in few letters: `1.5M`, `20k`, `0.1`.
pub(crate) fn amount(value: f64) -> String {
    let (value, suffix) = match value.abs() {
        1e9.. => (value / 1e9, "G"),
        1e6.. => (value / 1e6, "M"),
        1e3.. => (value / 1e3, "k"),
        _ => (value, ""),
    };
    let digits = format!("{value:.2}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    format!("{digits}{suffix}")
}

/// Text that may stand in an element or an attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(scale: Scale, points: &[(f64, f64)]) -> Plot {
        let axis = |title: &str| Axis {
            title: title.to_owned(),
            scale,
            marks: Vec::new(),
        };
        Plot {
            title: "a < b".to_owned(),
            across: axis("across"),
            up: axis("up"),
            lines: vec![Line {
                name: "one".to_owned(),
                colour: "#000",
                points: points.to_vec(),
            }],
        }
    }

    /// The corners of the first line.
    fn corners(svg: &str) -> Vec<(f64, f64)> {
        let (_, rest) = svg
            .split_once("<polyline points=\"")
            .expect("it has a line");
        let (points, _) = rest.split_once('"').expect("it ends");
        let pair = |point: &str| {
            let (x, y) = point.split_once(',').expect("a pair");
            (x.parse().expect("a number"), y.parse().expect("a number"))
        };
        points.split(' ').map(pair).collect()
    }

    #[test]
    fn every_point_lies_within_the_frame() {
        for scale in [Scale::Linear, Scale::Logarithmic] {
            let svg = plot(scale, &[(0.0, 0.0), (10.0, 500.0), (1_000.0, 70_000.0)]).svg();
            for (x, y) in corners(&svg) {
                assert!((LEFT..=WIDTH - RIGHT).contains(&x), "{x}");
                assert!((TOP..=HEIGHT - BOTTOM).contains(&y), "{y}");
            }
        }
    }

    #[test]
    fn powers_of_ten_are_evenly_apart() {
        let svg = plot(
            Scale::Logarithmic,
            &[(1.0, 10.0), (10.0, 100.0), (100.0, 1_000.0)],
        )
        .svg();
        let at = corners(&svg);
        let steps = [at[1].0 - at[0].0, at[2].0 - at[1].0];
        assert!((steps[0] - steps[1]).abs() < 0.2, "{steps:?}");
        assert!(at[0].1 > at[1].1, "more is higher");
    }

    #[test]
    fn one_point_is_a_plot_too_and_none_is_nothing() {
        assert!(
            plot(Scale::Logarithmic, &[(5.0, 5.0)])
                .svg()
                .contains("<circle")
        );
        assert_eq!(plot(Scale::Linear, &[]).svg(), "");
    }

    #[test]
    fn text_is_escaped_and_amounts_are_short() {
        assert!(
            plot(Scale::Linear, &[(1.0, 1.0)])
                .svg()
                .contains("a &lt; b")
        );
        let amounts = [0.0, 0.1, 950.0, 20_000.0, 1_500_000.0].map(amount);
        assert_eq!(amounts, ["0", "0.1", "950", "20k", "1.5M"]);
    }
}
