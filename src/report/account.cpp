#include "report/account.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <nlohmann/json.hpp>

#include "core/formatted.h"
#include "report/message.h"

namespace softmax::report {
namespace {
/// The number of different notes that the account of a sequence shows; the others are counted.
constexpr std::size_t notes_shown = 8;

bool is_forecast(Trouble trouble) { return trouble == Trouble::naive_overflow || trouble == Trouble::naive_underflow; }

using Json = nlohmann::ordered_json;

Json number(double value) {
  if (std::isfinite(value)) return value;
  return number_text(value);
}

/// Values in row-major order as nested arrays of the shape; a bare number for rank 0.
Json nested(std::span<const double> values, std::span<const std::size_t> shape) {
  if (shape.empty()) return number(values.front());
  Json array = Json::array();
  const std::size_t each = shape[0] == 0 ? 0 : values.size() / shape[0];
  for (std::size_t i = 0; i < shape[0]; ++i) array.push_back(nested(values.subspan(i * each, each), shape.subspan(1)));
  return array;
}

Json diagnostic(const Diagnostic& met) {
  if (met.count == 0) return {{"count", 0}, {"first", nullptr}, {"value", nullptr}};
  return {{"count", met.count}, {"first", met.first}, {"value", number(met.value)}};
}

Json verdict_json(const Verdict& verdict) {
  Json json = {{"agrees", verdict.agrees()}, {"rule", verdict.rule}, {"level", name(verdict.level)}};
  json["levels"] = Json::object();
  for (std::size_t level = 0; level < level_count; ++level) {
    if (verdict.levels[level] > 0) json["levels"][std::string(level_names[level])] = verdict.levels[level];
  }
  json["worst"] = nullptr;
  if (verdict.worst) {
    const ComparedElement& worst = *verdict.worst;
    json["worst"] = {{"index", worst.index}, {"printed", worst.printed}, {"computed", number(worst.computed)}};
    json["worst"]["units"] = worst.units ? number(*worst.units) : Json(nullptr);
  }
  json["printed_sum"] = nullptr;
  if (verdict.odd_sum) {
    json["printed_sum"] = {{"index", verdict.odd_sum->slice}, {"sum", number(verdict.odd_sum->sum)}};
  }
  json["explanations"] = Json::array();
  for (const Mistake& mistake : verdict.mistakes) {
    json["explanations"].push_back({{"id", mistake.id},
                                    {"sentence", mistake.sentence},
                                    {"command", mistake.command.empty() ? Json(nullptr) : Json(mistake.command)}});
  }
  return json;
}
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
  std::string text = headline(first_) + '\n';
  if (!is_sequence) {
    text += sums_line(first_) + '\n';
  } else {
    text = formatted("{} tensors: {}{}\n", tensors_, headline(first_), is_one_kind_ ? "" : " and others");
    if (worst_tensor_ > 0) {
      text += formatted("sums: {}, farthest from 1 by {} at {}\n", counted(slices_, "slice"), number_text(worst_error_),
                        where_text(worst_index_, worst_tensor_));
    }
  }
  text += trouble_lines(is_sequence);
  for (const Note& note : notes_) {
    const std::string more = note.count == 1 ? "" : formatted(" and {} more", note.count - 1);
    text += formatted("note: {}{}\n", is_sequence ? formatted("tensor {}{}: ", note.tensor, more) : "", note.text);
  }
  if (notes_left_out_ > 0) text += formatted("note: and {}\n", counted(notes_left_out_, "other"));
  if (compared_ == 0) return text;
  if (!is_sequence) return text + verdict_lines(*first_.verdict);
  text += sequence_verdict_line(compared_, disagreeing_, first_disagreeing_) + '\n';
  return disagreement_ ? text + verdict_lines(*disagreement_) : text;
}

std::string Account::warning() const {
  const std::optional<std::string> note = tensors_ > 0 ? one_element_note(first_) : std::nullopt;
  return note ? "note: " + *note + '\n' : "";
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
  // Slices that are NaN in any form do not count.
  std::string_view where = is_sequence ? "on any of them" : "on this input";
  if (total(Trouble::nan_output) > 0) where = "where the result is not NaN";
  return formatted("{}the naive form would not have failed {}\n", text, where);
}

std::string sequence_verdict_line(std::size_t compared, std::size_t disagreeing, std::size_t first) {
  const std::string tensors = formatted("expect: {} tensors compared", compared);
  if (disagreeing == 0) return tensors + ", all agree";
  if (disagreeing == 1) return formatted("{}, tensor {} disagrees", tensors, first);
  return formatted("{}, {} disagree, the first of them tensor {}", tensors, disagreeing, first);
}

std::string report_json(const Outcome& outcome, const std::string& input, std::string_view result) {
  std::string text = "{";
  const auto member = [&text](std::string_view key, const Json& value, std::string_view indent = "  ") {
    // Names of inputs need not be UTF-8; the report has to be.
    const std::string dumped = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    text += formatted("{}\n{}\"{}\": {}", text.back() == '{' ? "" : ",", indent, key, dumped);
  };
  member("input", input);
  member("shape", outcome.shape);
  member("dtype", name(outcome.dtype));
  member("op", name(outcome.operation));
  member("mode", name(outcome.mode));
  member("dim", outcome.dims);
  member("scale", number(outcome.scale.is_temperature ? 1 / outcome.scale.value : outcome.scale.value));
  member("sums", nested(outcome.sums.values, outcome.sums.shape));
  member("sum_error", number(outcome.sums.error));
  text += ",\n  \"diagnostics\": {";
  for (std::size_t t = 0; t < trouble_count; ++t) {
    member(trouble_names[t], diagnostic(outcome.diagnostics[t]), "    ");
  }
  text += "\n  }";
  member("notes", notes(outcome));
  if (outcome.verdict) member("expect", verdict_json(*outcome.verdict));
  if (!result.empty()) {
    while (result.ends_with('\n')) result.remove_suffix(1);
    text.append(",\n  \"result\": ").append(result);
  }
  return text + "\n}";
}
}  // namespace softmax::report
