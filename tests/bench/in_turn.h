#pragma once

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace softmax::bench {

/// What a piece of work is measured against.
struct Limit {
  std::string name;
  double aim = 0;  ///< the ratio aimed at; 0 for none
};

/// What counts as time. On one thread it is the processor's, which does not run while other programs have the core.
enum class Clock : clockid_t { processor = CLOCK_PROCESS_CPUTIME_ID, wall = CLOCK_MONOTONIC };

inline double seconds(Clock clock) {
  std::timespec now{};
  clock_gettime(static_cast<clockid_t>(clock), &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Work>
double seconds_of(Clock clock, const Work& work) {
  const double start = seconds(clock);
  work();
  benchmark::ClobberMemory();
  return seconds(clock) - start;
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Runs the limit and the work in turn, so that whatever else the machine does hits both, and once before that, so that
/// memory is there. Reports the medians ("work_s" and "limit_s"), their ratio and the one aimed at, and the work's
/// fastest run ("best_s").
template <class Reference, class Work>
void in_turn(benchmark::State& state, const Limit& limit, const Reference& reference, const Work& work,
             Clock clock = Clock::processor) {
  reference();
  work();
  std::vector<double> limits;
  std::vector<double> works;
  for (auto _ : state) {
    limits.push_back(seconds_of(clock, reference));
    works.push_back(seconds_of(clock, work));
    state.SetIterationTime(works.back());
  }
  state.SetLabel(limit.name);
  state.counters["work_s"] = median(works);
  state.counters["limit_s"] = median(limits);
  state.counters["ratio"] = median(works) / median(limits);
  state.counters["best_s"] = *std::min_element(works.begin(), works.end());
  if (limit.aim > 0) state.counters["aim"] = limit.aim;
}

}  // namespace softmax::bench
