#include "report/account.h"

#include <algorithm>
#include <cmath>

#include "report/message.h"

namespace softmax::report {
namespace {
/// The number of different notes that the account of a sequence shows; the others are counted.
constexpr std::size_t notes_shown = 8;

bool is_forecast(Trouble trouble) { return trouble == Trouble::naive_overflow || trouble == Trouble::naive_underflow; }
}  // namespace

void Account::add(const Outcome& outcome) {
  ++tensors_;
  if (tensors_ == 1) first_ = outcome;
  is_one_kind_ = is_one_kind_ && outcome.shape == first_.shape && outcome.dtype == first_.dtype;
  for (std::size_t t = 0; t < trouble_count; ++t) {
    const Diagnostic& met = outcome.diagnostics[t];
    if (met.count == 0) continue;
    Total& total = totals_[t];
    if (total.diagnostic.count == 0) total = {{0, met.first, met.value}, tensors_, outcome.dtype};
    total.diagnostic.count += met.count;
  }
  if (outcome.verdict) {
    ++compared_;
    if (!outcome.verdict->agrees()) {
      ++disagreeing_;
      if (!disagreement_) {
        first_disagreeing_ = tensors_;
        disagreement_ = outcome.verdict;
      }
    }
  }
  slices_ += outcome.sums.count;
  const bool is_worse =
      outcome.sums.error > worst_error_ || (std::isnan(outcome.sums.error) && !std::isnan(worst_error_));
  if (outcome.sums.count > 0 && (worst_tensor_ == 0 || is_worse)) {
    worst_error_ = outcome.sums.error;
    worst_index_ = outcome.sums.worst;
    worst_tensor_ = tensors_;
  }
  for (std::string& text : notes(outcome)) {
    const auto known = std::find_if(notes_.begin(), notes_.end(), [&](const Note& note) { return note.text == text; });
    if (known != notes_.end()) {
      ++known->count;
    } else if (notes_.size() < notes_shown) {
      notes_.push_back({std::move(text), tensors_, 1});
    } else {
      ++notes_left_out_;
    }
  }
}

std::string Account::text() const {
  if (tensors_ == 0) return {};
  const bool is_sequence = tensors_ > 1;
  std::string text = is_sequence ? sequence_headline(tensors_, first_, is_one_kind_) : headline(first_);
  if (!is_sequence) {
    text += '\n' + sums_line(first_);
  } else if (worst_tensor_ > 0) {
    text += '\n' + sequence_sums_line(slices_, worst_error_, worst_index_, worst_tensor_);
  }
  text += '\n' + trouble_lines(is_sequence);
  for (const Note& note : notes_) text += note_line(note.text, is_sequence ? note.tensor : 0, note.count - 1) + '\n';
  if (notes_left_out_ > 0) text += left_out_line(notes_left_out_) + '\n';
  if (compared_ == 0) return text;
  if (!is_sequence) return text + verdict_lines(*first_.verdict);
  text += sequence_verdict_line(compared_, disagreeing_, first_disagreeing_) + '\n';
  return disagreement_ ? text + verdict_lines(*disagreement_) : text;
}

std::string Account::warning() const {
  const std::optional<std::string> note = tensors_ > 0 ? one_element_note(first_) : std::nullopt;
  return note ? note_line(*note) + '\n' : "";
}

std::string Account::trouble_lines(bool is_sequence) const {
  std::string text;
  bool would_fail = false;
  for (std::size_t t = 0; t < trouble_count; ++t) {
    const auto trouble = static_cast<Trouble>(t);
    const Total& total = totals_[t];
    if (total.diagnostic.count == 0) continue;
    would_fail = would_fail || is_forecast(trouble);
    Outcome outcome = first_;
    outcome.dtype = total.dtype;
    text += trouble_line(outcome, trouble, total.diagnostic, is_sequence ? total.tensor : 0) + '\n';
  }
  if (first_.mode == Mode::naive || would_fail) return text;
  return text + no_failure_line(is_sequence, total(Trouble::nan_output) > 0) + '\n';
}
}  // namespace softmax::report
