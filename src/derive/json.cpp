#include <string_view>
#include <utility>
#include <vector>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "derive/derivation.h"
#include "derive/forms.h"

namespace softmax::derive {
namespace {
/// For texts of this program, which have no character that JSON would escape.
std::string json_string(std::string_view text) { return formatted("\"{}\"", text); }

/// The members of a JSON object: keys and the JSON text of the values.
using Members = std::vector<std::pair<std::string_view, std::string>>;

std::string members_json(const Members& members, std::string_view separator) {
  std::string text;
  for (const auto& [key, value] : members) {
    text += formatted("{}\"{}\": {}", text.empty() ? "" : separator, key, value);
  }
  return text;
}

std::string array(const std::vector<std::size_t>& values) { return formatted("[{}]", fmt::join(values, ",")); }

std::string array(std::vector<std::string> texts) {
  for (std::string& text : texts) text = json_string(text);
  return formatted("[{}]", fmt::join(texts, ","));
}

std::string member_json(const Member& member, const Numbers& number) {
  return formatted("    {{{}}}", members_json({{"index", array(member.index)},
                                               {"x", number(member.input)},
                                               {"z", number(member.logit)},
                                               {"difference", number(member.difference)},
                                               {"exponential", number(member.exponential)},
                                               {"naive_exponential", number(member.naive_exponential)},
                                               {"softmax", number(member.softmax)},
                                               {"derivative", number(member.derivative)}},
                                              ", "));
}

std::string stable_json(const Derivation& d, const Numbers& number) {
  Members members = {{"maximum", number(d.stable.maximum)},
                     {"maximum_index", array(d.members[d.maximum].index)},
                     {"sum", number(d.stable.sum)}};
  if (d.operation == Operation::log_softmax) {
    members.emplace_back("log_sum", number(d.stable.log_sum));
    members.emplace_back("log_sum_exp", number(d.stable.log_sum_exp));
  }
  members.emplace_back("result", number(d.stable.result));
  return formatted("{{{}}}", members_json(members, ", "));
}

std::string naive_json(const Derivation& d, const Numbers& number) {
  const bool is_failed = d.naive.failure != Failure::none;
  return formatted("{{{}}}", members_json({{"sum", number(d.naive.sum)},
                                           {"quotient", number(d.naive.quotient)},
                                           {"result", number(d.naive.result)},
                                           {"failure", is_failed ? json_string(name(d.naive.failure)) : "null"}},
                                          ", "));
}
}  // namespace

std::string json(const Derivation& d, std::optional<int> precision) {
  const Numbers number(d.dtype, precision, Spelling::json);
  const Numbers words(d.dtype, precision, Spelling::plain);
  const Syntax syntax(false);
  std::vector<std::string> sentences = remarks(d, words, syntax);
  sentences.push_back(naive_remark(d, words, syntax));

  std::vector<std::string> members;
  for (const Member& member : d.members) members.push_back(member_json(member, number));
  const double scale = d.scale.is_temperature ? 1 / d.scale.value : d.scale.value;
  const Members object = {{"index", array(d.index)},
                          {"shape", array(d.shape)},
                          {"dtype", json_string(name(d.dtype))},
                          {"op", json_string(name(d.operation))},
                          {"mode", json_string(name(d.mode))},
                          {"dim", array(d.dims)},
                          {"scale", Numbers(Dtype::float64, std::nullopt, Spelling::json)(scale)},
                          {"result", number(d.result)},
                          {"slice", json_string(slice_text(d.dims, d.index))},
                          {"slice_length", formatted("{}", d.slice_length)},
                          {"members", formatted("[\n{}\n  ]", fmt::join(members, ",\n"))},
                          {"left_out", formatted("{}", d.slice_length - d.members.size())},
                          {"stable", stable_json(d, number)},
                          {"naive", naive_json(d, number)},
                          {"remarks", array(sentences)}};
  return formatted("{{\n  {}\n}}\n", members_json(object, ",\n  "));
}
}  // namespace softmax::derive
