//! Entries of formats that are not read, counted by what they are: one note
//! for all of them, as a report on an archive of photographs would otherwise
//! be as long as the archive. Knows the words, not the formats.

/// How many entries of each kind are not read.
#[derive(Debug, Default)]
pub(in crate::extract) struct Unread(Vec<(String, usize)>);

impl Unread {
    /// Counts an entry; `reason` is what [`crate::source::format_of`] said.
    pub(in crate::extract) fn add(&mut self, reason: &str) {
        let kind = reason.strip_suffix(" yet").unwrap_or(reason);
        let kind = ["are not read", "is not read"]
            .iter()
            .find_map(|end| kind.strip_suffix(end))
            .unwrap_or(kind);
        let kind = kind.trim_end();
        match self.0.iter_mut().find(|(known, _)| known == kind) {
            Some((_, count)) => *count += 1,
            None => self.0.push((kind.to_owned(), 1)),
        }
    }

    /// What to tell of them; nothing where there are none. `what` is what
    /// they are called: entries of an archive, attachments of a mail.
    pub(in crate::extract) fn note(mut self, what: [&str; 2]) -> Option<String> {
        let all: usize = self.0.iter().map(|(_, count)| count).sum();
        self.0.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let kinds: Vec<String> = self.0.iter().map(|(kind, count)| many(kind, *count)).collect();
        match all {
            0 => None,
            1 => Some(format!("1 {} is not read: {}", what[0], kinds.concat())),
            _ => Some(format!("{all} {} are not read: {}", what[1], kinds.join(", "))),
        }
    }
}

/// So many of a kind: `an image` becomes `2 images`; what has another form
/// keeps it.
fn many(kind: &str, count: usize) -> String {
    let bare = kind.strip_prefix("an ").or_else(|| kind.strip_prefix("a "));
    match (count, bare) {
        (1, _) => kind.to_owned(),
        (_, Some(bare)) => format!("{count} {bare}s"),
        (_, None) => format!("{count} {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes() {
        let case = |reasons: &[&str], expected: Option<&str>| {
            let mut unread = Unread::default();
            reasons.iter().for_each(|reason| unread.add(reason));
            assert_eq!(unread.note(["entry", "entries"]).as_deref(), expected);
        };
        case(&[], None);
        case(&["an image"], Some("1 entry is not read: an image"));
        case(&["video", "an image", "an image"], Some("3 entries are not read: 2 images, video"));
        case(
            &["a RAR archive is not read", "a RAR archive is not read"],
            Some("2 entries are not read: 2 RAR archives"),
        );
    }
}
