#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"

namespace softmax::report {
/// The account of a run on standard error: all that the Outcome of a single tensor has, or the totals of a sequence.
/// Tensors are added as they are done, so that a sequence of any length takes little memory.
class Account {
 public:
  void add(const Outcome& outcome);

  /// Lines, each with its end; empty when there was no tensor.
  std::string text() const;

  /// Whether any result disagrees with what it was compared with.
  bool disagrees() const { return disagreeing_ > 0; }

  /// How often a trouble occurred in all tensors.
  std::size_t total(Trouble trouble) const { return totals_[static_cast<std::size_t>(trouble)].diagnostic.count; }

 private:
  struct Total {
    Diagnostic diagnostic;         ///< the count of all tensors, the place in the first one that has it
    std::size_t tensor = 0;        ///< its number, from 1
    Dtype dtype = Dtype::float64;  ///< whose thresholds it crossed
  };
  struct Note {
    std::string text;
    std::size_t tensor;
    std::size_t count;
  };

  std::string trouble_lines(bool is_sequence) const;

  std::size_t tensors_ = 0;
  Outcome first_;
  bool is_one_kind_ = true;  ///< all tensors have the first one's shape and dtype
  std::array<Total, trouble_count> totals_;
  std::size_t slices_ = 0;
  double worst_error_ = 0;
  Index worst_index_;
  std::size_t worst_tensor_ = 0;
  std::size_t compared_ = 0;
  std::size_t disagreeing_ = 0;
  std::size_t first_disagreeing_ = 0;    ///< its number, from 1
  std::optional<Verdict> disagreement_;  ///< of the first that disagrees
  std::vector<Note> notes_;
  std::size_t notes_left_out_ = 0;
};

/// "expect: 3 tensors compared, 1 disagrees, the first of them tensor 2".
std::string sequence_verdict_line(std::size_t compared, std::size_t disagreeing, std::size_t first);

/// The account of one tensor as a strict JSON object, each member on its line; NaN and infinities are strings.
/// `result`, when not empty, is JSON text and becomes the member "result". The outcome must have all sums.
std::string report_json(const Outcome& outcome, const std::string& input, std::string_view result);
}  // namespace softmax::report
