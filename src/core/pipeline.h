#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace softmax {
/// Takes items, numbered from 0, through three stages: `fetch(item, worker)`, one at a time and in order, returns
/// whether the item exists; `work(item, worker)` runs on several threads at once; `deliver(item, worker)`, one at a
/// time and in order. One worker, numbered from 0 to threads - 1, takes an item through all three, so its memory for
/// the item needs no lock. With one thread, no other is started.
///
/// Rethrows the first exception of a stage after every thread has stopped.
template <class Fetch, class Work, class Deliver>
void in_order(unsigned threads, const Fetch& fetch, const Work& work, const Deliver& deliver) {
  if (threads <= 1) {
    for (std::size_t item = 0; fetch(item, 0U); ++item) {
      work(item, 0U);
      deliver(item, 0U);
    }
    return;
  }

  std::mutex fetching;
  std::size_t fetched = 0;
  bool is_at_end = false;
  std::mutex delivering;
  std::condition_variable next_turn;
  std::size_t delivered = 0;
  std::exception_ptr error;
  std::atomic<bool> stops = false;

  const auto take_items = [&](unsigned worker) {
    for (;;) {
      std::size_t item = 0;
      {
        const std::lock_guard lock(fetching);
        if (stops || is_at_end) return;
        item = fetched++;
        is_at_end = true;  // also where fetch throws: no item may be fetched after that
        is_at_end = !fetch(item, worker);
        if (is_at_end) return;
      }
      work(item, worker);
      {
        std::unique_lock lock(delivering);
        next_turn.wait(lock, [&] { return stops || delivered == item; });
        if (stops) return;
        deliver(item, worker);
        ++delivered;
      }
      next_turn.notify_all();
    }
  };
  const auto run = [&](unsigned worker) {
    try {
      take_items(worker);
    } catch (...) {
      const std::lock_guard lock(delivering);
      if (!error) error = std::current_exception();
      stops = true;
      next_turn.notify_all();
    }
  };

  {
    std::vector<std::jthread> others;
    others.reserve(threads - 1);
    for (unsigned worker = 1; worker < threads; ++worker) {
      try {
        others.emplace_back(run, worker);
      } catch (const std::system_error&) {
        break;  // the system has no more threads: slower, not wrong
      } catch (const std::bad_alloc&) {
        break;
      }
    }
    run(0);
  }
  if (error) std::rethrow_exception(error);
}

/// The same for `count` items. `fetch` need not count them, and there are no more threads than items.
template <class Fetch, class Work, class Deliver>
void in_order(unsigned threads, std::size_t count, const Fetch& fetch, const Work& work, const Deliver& deliver) {
  const auto fetch_next = [&](std::size_t item, unsigned worker) {
    if (item == count) return false;
    fetch(item, worker);
    return true;
  };
  in_order(static_cast<unsigned>(std::min<std::size_t>(threads, count)), fetch_next, work, deliver);
}
}  // namespace softmax
