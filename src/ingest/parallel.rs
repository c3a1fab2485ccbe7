//! Work on all processors, with the results in the order of the items, so
//! that an ingest writes the same whatever the machine.
//! Holds no state between calls, and starts no thread for one item.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// Runs a function over items on all processors; the results come in the
/// order of the items.
pub(super) fn parallel<T: Send, R: Send>(items: Vec<T>, run: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    if items.len() < 2 || threads < 2 {
        return items.into_iter().map(run).collect();
    }
    let slots: Vec<Mutex<(Option<T>, Option<R>)>> =
        items.into_iter().map(|item| Mutex::new((Some(item), None))).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads.min(slots.len()) {
            scope.spawn(|| {
                while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let item = slot.lock().ok().and_then(|mut slot| slot.0.take());
                    if let Some(result) = item.map(&run)
                        && let Ok(mut slot) = slot.lock()
                    {
                        slot.1 = Some(result);
                    }
                }
            });
        }
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().ok().and_then(|slot| slot.1)).collect()
}
