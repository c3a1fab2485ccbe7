//! A page as a tree: the elements and texts of HTML in reading order, with
//! the line of the source that each stands on. Hides the parser; a subtree
//! is a range of nodes. Never deeper than browsers go, and never recursive,
//! so that no nesting can hurt.

use std::{
    borrow::Cow,
    cell::{Cell, Ref, RefCell},
    ops::Range,
};

use html5ever::{
    Attribute, LocalName, Namespace, ParseOpts, QualName,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    parse_document,
    tendril::{StrTendril, TendrilSink},
};

use super::depth;

/// The number of a node in its tree; 0 is the document.
pub(super) type Id = usize;

/// A page; its nodes stand in reading order, each before those inside it.
pub(super) struct Dom {
    nodes: Vec<Node>,
}

/// An element, a text, or the document itself.
pub(super) struct Node {
    /// The element it stands in.
    pub(super) parent: Id,
    /// The first node after it that is not inside it.
    pub(super) end: Id,
    /// The line of the source where it begins, from 1.
    pub(super) line: u32,
    /// What it is.
    pub(super) data: Data,
}

/// What a node is.
pub(super) enum Data {
    /// The whole page.
    Document,
    /// An element: its name in lower case, attributes in order.
    Element(LocalName, Vec<Attribute>),
    /// A run of text, character references resolved.
    Text(String),
}

impl Dom {
    /// Reads a page, however broken. What is nested deeper than
    /// [`depth::DEEPEST`] stands beside what it should stand in.
    pub(super) fn parse(html: &str) -> Self {
        let sink = Sink { nodes: RefCell::new(vec![Open::new(Kind::Document, 1)]), line: 1.into() };
        let html = depth::limited(html);
        parse_document(sink, ParseOpts::default()).one(&*html)
    }

    /// A node.
    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// The nodes inside a node, at any depth, in reading order.
    pub(super) fn inside(&self, id: Id) -> Range<Id> {
        id + 1..self.nodes[id].end
    }

    /// The nodes that a node stands in, from the nearest to the document.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        let next = |at: &Id| (*at != 0).then(|| self.nodes[*at].parent);
        std::iter::successors((id != 0).then(|| self.nodes[id].parent), next)
    }

    /// The name of an element, in lower case; empty for what is none.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.nodes[id].data {
            Data::Element(name, _) => name,
            Data::Document | Data::Text(_) => "",
        }
    }

    /// The value of an element's attribute.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Data::Element(_, attributes) = &self.nodes[id].data else { return None };
        let found = attributes.iter().find(|attribute| &*attribute.name.local == name)?;
        Some(&found.value)
    }

    /// The elements of a name inside a node, in reading order.
    pub(super) fn elements<'a>(&'a self, id: Id, name: &'a str) -> impl Iterator<Item = Id> + 'a {
        self.inside(id).filter(move |at| self.name(*at) == name)
    }

    /// The text of a node and of all inside it, as it stands in the source.
    pub(super) fn text(&self, id: Id) -> String {
        let texts = (id..self.nodes[id].end).filter_map(|at| match &self.nodes[at].data {
            Data::Text(text) => Some(text.as_str()),
            Data::Document | Data::Element(..) => None,
        });
        texts.collect()
    }
}

/// The tree while it is built.
struct Sink {
    nodes: RefCell<Vec<Open>>,
    line: Cell<u32>,
}

/// A node of a tree that is not finished.
struct Open {
    kind: Kind,
    line: u32,
    parent: Option<Id>,
    children: Vec<Id>,
}

/// What such a node is.
enum Kind {
    Document,
    Element(QualName, Vec<Attribute>),
    Text(StrTendril),
    /// A comment or an instruction: no part of the text.
    Other,
}

impl Open {
    fn new(kind: Kind, line: u32) -> Self {
        Self { kind, line, parent: None, children: Vec::new() }
    }
}

/// The name of an element in the tree.
#[derive(Debug)]
struct Name<'a>(Ref<'a, QualName>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn add(&self, kind: Kind) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Open::new(kind, self.line.get()));
        nodes.len() - 1
    }

    /// Puts a node, or a text, into `parent` before its child number `at`.
    fn insert(&self, parent: Id, at: usize, child: NodeOrText<Id>) {
        let id = match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = at.checked_sub(1).and_then(|at| nodes[parent].children.get(at));
                let before = before.copied();
                if let Some(Kind::Text(known)) = before.map(|id| &mut nodes[id].kind) {
                    known.push_tendril(&text);
                    return;
                }
                drop(nodes);
                let lines = text.bytes().filter(|byte| *byte == b'\n').count();
                let id = self.add(Kind::Text(text));
                // The parser tells the line where the text ends.
                let line = &mut self.nodes.borrow_mut()[id].line;
                *line = line.saturating_sub(u32::try_from(lines).unwrap_or(u32::MAX)).max(1);
                id
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, id);
        nodes[id].parent = Some(parent);
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].parent.take() {
            // Seldom far from the end: what moves was added last.
            if let Some(at) = nodes[parent].children.iter().rposition(|child| *child == id) {
                nodes[parent].children.remove(at);
            }
        }
    }

    fn count(&self, id: Id) -> usize {
        self.nodes.borrow()[id].children.len()
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Dom;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Dom {
        finished(self.nodes.into_inner())
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name<'a> {
        Name(Ref::map(self.nodes.borrow(), |nodes| match &nodes[*target].kind {
            Kind::Element(name, _) => name,
            Kind::Document | Kind::Text(_) | Kind::Other => nameless(),
        }))
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Id {
        self.add(Kind::Element(name, attrs))
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Kind::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(*parent, self.count(*parent), child);
    }

    fn append_based_on_parent_node(&self, element: &Id, previous: &Id, child: NodeOrText<Id>) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(id) = child {
            self.detach(id);
        }
        let nodes = self.nodes.borrow();
        let Some(parent) = nodes[*sibling].parent else { return };
        let at = nodes[parent].children.iter().rposition(|child| child == sibling);
        drop(nodes);
        self.insert(parent, at.unwrap_or_default(), child);
    }

    fn add_attrs_if_missing(&self, target: &Id, attrs: Vec<Attribute>) {
        if let Kind::Element(_, known) = &mut self.nodes.borrow_mut()[*target].kind {
            for one in attrs {
                if known.iter().all(|known| known.name != one.name) {
                    known.push(one);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for child in &children {
            nodes[*child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(children);
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(u32::try_from(line).unwrap_or(u32::MAX).max(1));
    }
}

/// The name that stands for none; the parser asks only for those of elements.
fn nameless() -> &'static QualName {
    static NONE: std::sync::LazyLock<QualName> = std::sync::LazyLock::new(|| {
        QualName::new(None, Namespace::default(), LocalName::default())
    });
    &NONE
}

/// The tree in reading order, without what is no text.
fn finished(mut open: Vec<Open>) -> Dom {
    let mut nodes: Vec<Node> = Vec::with_capacity(open.len());
    // What is still to come: the node, and where it will stand.
    let mut rest: Vec<(Id, Id, usize)> = vec![(0, 0, 0)];
    while let Some((id, parent, depth)) = rest.pop() {
        let Open { kind, line, children, .. } =
            std::mem::replace(&mut open[id], Open::new(Kind::Other, 1));
        let data = match kind {
            Kind::Document => Data::Document,
            Kind::Element(name, attributes) => Data::Element(name.local, attributes),
            Kind::Text(text) => Data::Text(text.into()),
            Kind::Other => continue,
        };
        let at = nodes.len();
        nodes.push(Node { parent, end: 0, line, data });
        let (parent, depth) =
            if depth < depth::DEEPEST { (at, depth + 1) } else { (parent, depth) };
        rest.extend(children.into_iter().rev().map(|child| (child, parent, depth)));
    }
    close(&mut nodes);
    Dom { nodes }
}

/// Finds where each subtree ends: after the last node whose ancestor it is.
fn close(nodes: &mut [Node]) {
    for at in (0..nodes.len()).rev() {
        let end = nodes[at].end.max(at + 1);
        nodes[at].end = end;
        let parent = nodes[at].parent;
        if parent != at {
            nodes[parent].end = nodes[parent].end.max(end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_order_names_and_lines() {
        let dom =
            Dom::parse("<html lang=fi><body>\n<p>One <b>two</b>\n<p class=x>three &amp; four");
        let body = dom.elements(0, "body").next().unwrap();
        let names: Vec<_> = dom.inside(body).map(|id| dom.name(id)).collect();
        assert_eq!(names, ["", "p", "", "b", "", "", "p", ""]);
        let paragraphs: Vec<_> = dom.elements(0, "p").collect();
        let texts: Vec<_> = paragraphs.iter().map(|id| dom.text(*id)).collect();
        assert_eq!(texts, ["One two\n", "three & four"]);
        assert_eq!(paragraphs.iter().map(|id| dom.node(*id).line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(dom.attribute(paragraphs[1], "class"), Some("x"));
        assert_eq!(dom.ancestors(body).map(|id| dom.name(id)).collect::<Vec<_>>(), ["html", ""]);
    }

    #[test]
    fn whatever_is_nested_is_kept_and_ends() {
        let case = |open: &str, close: &str, times: usize| {
            let page = format!("{}word{}", open.repeat(times), close.repeat(times));
            let dom = Dom::parse(&page);
            assert_eq!(dom.text(0).trim(), "word", "{open}");
            let deepest = (0..dom.nodes.len()).map(|id| dom.ancestors(id).count()).max();
            assert!(deepest.unwrap() <= depth::DEEPEST + 1, "{open}: {deepest:?}");
        };
        case("<div>", "</div>", 100_000);
        case("<ul><li>", "", 30_000);
        case("<b>", "</b>", 100_000);
        case("<table><tr><td>", "", 20_000);
        case("<svg><td>", "", 2_000);
        case("<a href=x>", "", 2_000);
    }
}
