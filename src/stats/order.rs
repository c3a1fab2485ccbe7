//! The order of counted values, how many of them are kept, and years as a
//! line of time. The most frequent value comes first, years come as they
//! passed, areas after what they are made of. Counts nothing.

use super::{Count, Dimension, Table};

/// The longest span that is shown year by year, in years; longer ones are
/// shown by decades.
const LONGEST: i32 = 40;

/// Puts the values of a dimension in order.
pub(super) fn sort(dimension: Dimension, values: &mut [Count]) {
    values.sort_by(|a, b| {
        let groups = (a.id.is_none(), a.is_area).cmp(&(b.id.is_none(), b.is_area));
        groups.then_with(|| match dimension {
            Dimension::Year => year(a).cmp(&year(b)),
            _ => b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)),
        })
    });
}

/// Keeps the most frequent values in their order, as many areas, and what has
/// no value; returns how many values and how many areas were cut.
pub(super) fn cut(values: &mut Vec<Count>, limit: usize) -> [usize; 2] {
    let number =
        |values: &[Count], is_area| values.iter().filter(|one| one.is_area == is_area).count();
    let all = [false, true].map(|is_area| number(values, is_area));
    let least = |is_area: bool| {
        let counted = values.iter().filter(|one| one.is_area == is_area && one.id.is_some());
        let mut counts: Vec<u64> = counted.map(|one| one.count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let least = counts.get(limit.saturating_sub(1)).copied().unwrap_or_default();
        let above = counts.iter().filter(|count| **count > least).count();
        (least, limit.saturating_sub(above))
    };
    let mut bounds = [least(false), least(true)];
    values.retain(|one| {
        let (least, ties) = &mut bounds[usize::from(one.is_area)];
        let is_tie = one.count == *least && *ties > 0;
        *ties -= usize::from(is_tie && one.id.is_some());
        one.id.is_none() || one.count > *least || is_tie
    });
    [all[0] - number(values, false), all[1] - number(values, true)]
}

/// Years as a line of time: every year from the first to the last, those
/// without documents too; decades where there are more than 40 years.
#[must_use]
pub fn timeline(years: &[Count]) -> Vec<Count> {
    let numbers: Vec<i32> = years.iter().filter_map(year).collect();
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
        return years.to_vec();
    };
    let step = if last - first < LONGEST { 1 } else { 10 };
    let mut line: Vec<Count> = (first.div_euclid(step)..=last.div_euclid(step))
        .map(|place| {
            let start = place * step;
            let within =
                |one: &&Count| year(one).is_some_and(|year| year.div_euclid(step) == place);
            let count = years.iter().filter(within).map(|one| one.count).sum();
            Count { count, ..period(start, step) }
        })
        .collect();
    line.extend(years.iter().filter(|one| one.id.is_none()).cloned());
    line
}

/// The table with its columns, which are years, put together to decades. A
/// document has one year at most, so that counts can be added.
#[must_use]
pub fn decades(table: &Table) -> Table {
    let start = |column: &Count| year(column).map(|year| year.div_euclid(10) * 10);
    let mut columns: Vec<Count> = Vec::new();
    let mut places = Vec::new();
    for column in &table.columns {
        let together = start(column).map_or_else(|| column.clone(), |start| period(start, 10));
        match columns.last_mut() {
            Some(last) if last.id == together.id => last.count += column.count,
            _ => columns.push(Count { count: column.count, ..together }),
        }
        places.push(columns.len() - 1);
    }
    let mut table = Table { columns, ..table.clone() };
    for row in &mut table.rows {
        let mut cells = vec![0; table.columns.len()];
        places.iter().zip(&row.cells).for_each(|(place, cell)| cells[*place] += cell);
        row.cells = cells;
    }
    table
}

/// A year or a decade without documents.
fn period(start: i32, step: i32) -> Count {
    let (id, label) = match step {
        1 => (start.to_string(), start.to_string()),
        _ => (format!("{start}..{}", start + step - 1), format!("{start}s")),
    };
    Count { id: Some(id), label, ..Count::default() }
}

/// The year that a value is.
fn year(value: &Count) -> Option<i32> {
    value.id.as_ref()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Count, Dimension, Table, cut, decades, sort, timeline};

    fn count(id: &str, count: u64) -> Count {
        let id = (!id.is_empty()).then(|| id.to_owned());
        Count { label: id.clone().unwrap_or_default(), id, count, ..Count::default() }
    }

    fn area(id: &str, number: u64) -> Count {
        Count { is_area: true, ..count(id, number) }
    }

    fn shown(values: &[Count]) -> String {
        let one = |one: &Count| format!("{}:{}", one.label, one.count);
        values.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn values_come_by_frequency_and_years_by_time() {
        let case = |dimension, mut values: Vec<Count>, order: &str| {
            sort(dimension, &mut values);
            assert_eq!(shown(&values), order);
        };
        let topics = vec![count("", 9), area("a", 9), count("b", 1), count("d", 3), count("c", 3)];
        case(Dimension::Topic, topics, "c:3 d:3 b:1 a:9 :9");
        let years = vec![count("", 9), count("2019", 1), count("951", 5), count("2020", 3)];
        case(Dimension::Year, years, "951:5 2019:1 2020:3 :9");
    }

    #[test]
    fn the_most_frequent_are_kept_in_order() {
        let case = |limit, kept: &str, more| {
            let mut values = vec![count("1", 2), count("2", 5), count("3", 2), count("4", 9)];
            values.extend([area("x", 7), area("y", 1), count("", 1)]);
            assert_eq!(cut(&mut values, limit), more);
            assert_eq!(shown(&values), kept);
        };
        case(1, "4:9 x:7 :1", [3, 1]);
        case(2, "2:5 4:9 x:7 y:1 :1", [2, 0]);
        case(3, "1:2 2:5 4:9 x:7 y:1 :1", [1, 0]);
        case(9, "1:2 2:5 3:2 4:9 x:7 y:1 :1", [0, 0]);
    }

    #[test]
    fn time_has_no_gaps() {
        let case = |years: &[(&str, u64)], line: &str| {
            let years: Vec<Count> = years.iter().map(|(id, number)| count(id, *number)).collect();
            assert_eq!(shown(&timeline(&years)), line);
        };
        case(&[("2018", 2), ("2021", 1), ("", 4)], "2018:2 2019:0 2020:0 2021:1 :4");
        case(
            &[("1979", 1), ("1985", 2), ("2020", 3)],
            "1970s:1 1980s:2 1990s:0 2000s:0 2010s:0 2020s:3",
        );
        case(&[("", 4)], ":4");
        case(&[], "");
        let span = timeline(&[count("1981", 1), count("2020", 1)]);
        assert_eq!((span.len(), &*span[0].label), (40, "1981"));
    }

    #[test]
    fn decades_add_up() {
        let cells = vec![1, 2, 3, 4];
        let row = Count { cells, ..count("fi", 10) };
        let columns = vec![count("1999", 1), count("2000", 2), count("2009", 3), count("", 4)];
        let table = Table { rows: vec![row], columns, ..Table::default() };
        let table = decades(&table);
        assert_eq!(shown(&table.columns), "1990s:1 2000s:5 :4");
        assert_eq!(table.rows[0].cells, [1, 5, 4]);
    }
}
