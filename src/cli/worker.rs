//! `iomkb extract-worker`, which only the program itself calls: reads the
//! files that it is sent, under limits, and answers with what they hold.
//! Touches no index and no path, and says nothing to people.

use super::Ending;
use crate::{
    error::{Error, Result},
    extract::serve,
};

/// Runs the command until its input ends.
pub(super) fn run() -> Result<Ending> {
    serve(std::io::stdin(), std::io::stdout())
        .map_err(|cause| Error::Internal { message: cause.to_string() })?;
    Ok(Ending::Done)
}
