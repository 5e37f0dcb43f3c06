#include "report/account.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/message.h"

namespace softmax::report {
namespace {

/// Different notes that a sequence's account repeats; what is left out is counted.
constexpr std::size_t notes_shown = 8;

bool is_forecast(Trouble trouble) {
  return trouble == Trouble::naive_overflow || trouble == Trouble::naive_underflow;
}

}  // namespace

void Account::add(const Outcome& outcome) {
  ++tensors_;
  if (tensors_ == 1) first_ = outcome;
  is_one_shape_ = is_one_shape_ && outcome.shape == first_.shape;
  for (std::size_t t = 0; t < trouble_count; ++t) {
    const Diagnostic& met = outcome.diagnostics[t];
    if (met.count == 0) continue;
    Total& total = totals_[t];
    if (total.diagnostic.count == 0) total = {{0, met.first, met.value}, tensors_};
    total.diagnostic.count += met.count;
  }
  slices_ += outcome.sums.count;
  const bool is_worse = outcome.sums.error > worst_error_ || (std::isnan(outcome.sums.error) && !std::isnan(worst_error_));
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
    }
  }
}

std::string Account::text() const {
  if (tensors_ == 0) return {};
  return tensors_ == 1 ? text_of_one() : text_of_many();
}

std::string Account::text_of_one() const {
  std::string text = headline(first_) + '\n' + sums_line(first_) + '\n';
  for (std::size_t t = 0; t < trouble_count; ++t) {
    const auto trouble = static_cast<Trouble>(t);
    if (first_[trouble].count > 0 && !is_forecast(trouble)) text += trouble_line(first_, trouble, first_[trouble]) + '\n';
  }
  for (const std::string& line : forecast_lines(first_)) text += line + '\n';
  for (const Note& note : notes_) text += "note: " + note.text + '\n';
  return text;
}

std::string Account::text_of_many() const {
  std::string text = fmt::format("{} tensors: {}{}\n", tensors_, headline(first_), is_one_shape_ ? "" : " and others");
  if (worst_tensor_ > 0) {
    text += fmt::format("sums: {} slices, farthest from 1 by {} at {} of tensor {}\n", slices_, number_text(worst_error_),
                        index_text(worst_index_), worst_tensor_);
  }
  bool is_forecast_met = false;
  for (std::size_t t = 0; t < trouble_count; ++t) {
    const auto trouble = static_cast<Trouble>(t);
    const Total& total = totals_[t];
    if (total.diagnostic.count == 0) continue;
    is_forecast_met = is_forecast_met || is_forecast(trouble);
    text += trouble_line(first_, trouble, total.diagnostic, fmt::format(" of tensor {}", total.tensor)) + '\n';
  }
  if (first_.mode == Mode::stable && !is_forecast_met) text += "the naive form would not have failed on any of them\n";
  for (const Note& note : notes_) {
    text += fmt::format("note: tensor {}{}: {}\n", note.tensor,
                        note.count == 1 ? "" : fmt::format(" and {} more", note.count - 1), note.text);
  }
  return text;
}

}  // namespace softmax::report
