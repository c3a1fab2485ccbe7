//! Puts parts that stand beside each other together: a repeated field is
//! any of its values, different fields are all. Keeps the order in which
//! parts came. Reads no text.

use super::{Filter, Node};
use crate::year::YearSet;

/// Parts of a query that are joined by `AND`, or one part.
pub(super) struct Run {
    /// The parts.
    pub(super) nodes: Vec<Node>,
    /// Whether there was an `AND`.
    pub(super) joined: bool,
}

/// One node for runs beside each other.
///
/// Filters and exclusions hold for all of the runs, also where `AND` binds
/// them to one: `topic:smuggling AND legal identity`.
pub(super) fn beside(mut runs: Vec<Run>) -> Node {
    if let [run] = &mut runs[..]
        && run.joined
    {
        return single(merged(std::mem::take(&mut run.nodes)), Node::And);
    }
    let mut nodes = Vec::new();
    for run in runs {
        if run.joined {
            let (outer, inner): (Vec<Node>, Vec<Node>) =
                run.nodes.into_iter().partition(Node::narrows);
            if !inner.is_empty() {
                nodes.push(single(merged(inner), Node::And));
            }
            nodes.extend(outer);
        } else {
            nodes.extend(run.nodes);
        }
    }
    single(merged(nodes), Node::Words)
}

/// A query narrowed by filters.
pub(super) fn narrowed(root: Node, filters: Vec<Filter>) -> Node {
    if filters.is_empty() {
        return root;
    }
    let filters = filters.into_iter().map(Node::Field);
    match root {
        Node::And(nodes) => single(united(nodes, filters), Node::And),
        Node::Words(nodes) => single(united(nodes, filters), Node::Words),
        Node::Or(nodes) if field_of(&nodes).is_none() => {
            single(united(vec![Node::Or(nodes)], filters), Node::And)
        }
        root => single(united(vec![root], filters), Node::Words),
    }
}

/// The parts of a group and filters; the alternatives of one field that the
/// group has are taken apart, so that filters of this field join them.
fn united(nodes: Vec<Node>, filters: impl Iterator<Item = Node>) -> Vec<Node> {
    let apart = |node| match node {
        Node::Or(nodes) if field_of(&nodes).is_some() => nodes,
        node => vec![node],
    };
    merged(nodes.into_iter().flat_map(apart).chain(filters).collect())
}

/// The field that all of the nodes are filters of.
fn field_of(nodes: &[Node]) -> Option<&'static str> {
    let mut names = nodes.iter().map(|node| match node {
        Node::Field(filter) => Some(filter.name()),
        _ => None,
    });
    let first = names.next()??;
    names.all(|name| name == Some(first)).then_some(first)
}

/// Parts of a group with the filters of one field made one part, and without
/// `*` where there is something else.
fn merged(nodes: Vec<Node>) -> Vec<Node> {
    let mut parts: Vec<Vec<Node>> = Vec::new();
    for node in nodes {
        let name = field_of(std::slice::from_ref(&node));
        let same = name.and_then(|_| parts.iter_mut().find(|part| field_of(part) == name));
        match same {
            Some(part) => add(part, node),
            None if node == Node::All => {}
            None => parts.push(vec![node]),
        }
    }
    if parts.is_empty() {
        return vec![Node::All];
    }
    parts.into_iter().map(|part| single(part, Node::Or)).collect()
}

/// Adds a filter to filters of the same field.
fn add(part: &mut Vec<Node>, node: Node) {
    if part.contains(&node) {
        return;
    }
    match (part.last_mut(), &node) {
        (Some(Node::Field(Filter::Year(all))), Node::Field(Filter::Year(more)))
        | (Some(Node::Field(Filter::Mentions(all))), Node::Field(Filter::Mentions(more))) => {
            add_years(all, more);
        }
        (Some(Node::Field(Filter::Lang(all))), Node::Field(Filter::Lang(more))) => {
            more.iter().for_each(|language| {
                if !all.contains(language) {
                    all.push(*language);
                }
            });
        }
        _ => part.push(node),
    }
}

/// Adds years to a choice of years.
fn add_years(all: &mut YearSet, more: &YearSet) {
    all.unknown |= more.unknown;
    for range in &more.ranges {
        if !all.ranges.contains(range) {
            all.ranges.push(*range);
        }
    }
}

/// A group, or its only part.
pub(super) fn single(mut nodes: Vec<Node>, group: fn(Vec<Node>) -> Node) -> Node {
    match nodes.len() {
        1 => nodes.swap_remove(0),
        _ => group(nodes),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::{Filter, Query};

    fn filters() -> Vec<Filter> {
        let topic = |name: &str| Filter::Topic(name.to_owned());
        let year = |text: &str| Filter::Year(text.parse().unwrap());
        vec![topic("x"), year("2018"), topic("y"), year("2020..")]
    }

    /// A query and what it is when it is narrowed.
    fn case(text: &str, expected: &str) {
        let narrowed = Query::parse(text).unwrap().and_filters(filters());
        assert_eq!(narrowed.to_string(), expected, "{text}");
        assert_eq!(Query::parse(expected).unwrap().root, narrowed.root, "{text}");
    }

    #[test]
    fn filters_stand_beside_the_words() {
        let both = "(topic:x OR topic:y) year:2018,2020..";
        case("a", &format!("a {both}"));
        case("a b", &format!("a b {both}"));
        case("-a", &format!("-a {both}"));
        case("*", both);
        case("", both);
        case("a AND b", "a AND b AND (topic:x OR topic:y) AND year:2018,2020..");
        case("a OR b", "(a OR b) AND (topic:x OR topic:y) AND year:2018,2020..");
    }

    #[test]
    fn filters_join_fields_of_their_name() {
        case("a topic:z", "a (topic:z OR topic:x OR topic:y) year:2018,2020..");
        case("topic:w topic:z", "(topic:w OR topic:z OR topic:x OR topic:y) year:2018,2020..");
        case("year:2018", "year:2018,2020.. (topic:x OR topic:y)");
        case("year:unknown a", "year:2018,2020..,unknown a (topic:x OR topic:y)");
    }

    #[test]
    fn no_filters_change_nothing() {
        for text in ["", "a OR b", "topic:x topic:y a"] {
            let query = Query::parse(text).unwrap();
            assert_eq!(query.clone().and_filters(Vec::new()), query);
        }
    }
}
