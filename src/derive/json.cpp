#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "derive/derivation.h"
#include "derive/forms.h"

namespace softmax::derive {
namespace {
/// For texts of this program, which have no character that JSON would escape.
std::string json_string(std::string_view text) { return formatted("\"{}\"", text); }

/// Members of a JSON object, each with the JSON text of its value.
class Object {
 public:
  explicit Object(std::string_view separator) : separator_(separator) {}

  Object& add(std::string_view key, std::string_view value) {
    if (!text_.empty()) text_ += separator_;
    text_ += formatted("\"{}\": {}", key, value);
    return *this;
  }

  const std::string& text() const { return text_; }

 private:
  std::string_view separator_;
  std::string text_;
};

std::string array(const std::vector<std::size_t>& values) { return formatted("[{}]", fmt::join(values, ",")); }

std::string array(const std::vector<std::string>& texts) {
  std::vector<std::string> values(texts.size());
  std::transform(texts.begin(), texts.end(), values.begin(), json_string);
  return formatted("[{}]", fmt::join(values, ","));
}

std::string member_json(const Member& member, const Numbers& number) {
  Object object(", ");
  object.add("index", array(member.index))
      .add("x", number(member.input))
      .add("z", number(member.logit))
      .add("difference", number(member.difference))
      .add("exponential", number(member.exponential))
      .add("naive_exponential", number(member.naive_exponential))
      .add("softmax", number(member.softmax))
      .add("derivative", number(member.derivative));
  return formatted("    {{{}}}", object.text());
}

std::string stable_json(const Derivation& d, const Numbers& number) {
  Object object(", ");
  object.add("maximum", number(d.stable.maximum))
      .add("maximum_index", array(d.members[d.maximum].index))
      .add("sum", number(d.stable.sum));
  if (d.operation == Operation::log_softmax) {
    object.add("log_sum", number(d.stable.log_sum)).add("log_sum_exp", number(d.stable.log_sum_exp));
  }
  object.add("result", number(d.stable.result));
  return formatted("{{{}}}", object.text());
}

std::string naive_json(const Derivation& d, const Numbers& number) {
  const bool is_failed = d.naive.failure != Failure::none;
  Object object(", ");
  object.add("sum", number(d.naive.sum))
      .add("quotient", number(d.naive.quotient))
      .add("result", number(d.naive.result))
      .add("failure", is_failed ? json_string(name(d.naive.failure)) : "null");
  return formatted("{{{}}}", object.text());
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
  Object object(",\n  ");
  object.add("index", array(d.index))
      .add("shape", array(d.shape))
      .add("dtype", json_string(name(d.dtype)))
      .add("op", json_string(name(d.operation)))
      .add("mode", json_string(name(d.mode)))
      .add("dim", array(d.dims))
      .add("scale", Numbers(Dtype::float64, std::nullopt, Spelling::json)(scale))
      .add("result", number(d.result))
      .add("slice", json_string(slice_text(d.dims, d.index)))
      .add("slice_length", formatted("{}", d.slice_length))
      .add("members", formatted("[\n{}\n  ]", fmt::join(members, ",\n")))
      .add("left_out", formatted("{}", d.slice_length - d.members.size()))
      .add("stable", stable_json(d, number))
      .add("naive", naive_json(d, number))
      .add("remarks", array(sentences));
  return formatted("{{\n  {}\n}}\n", object.text());
}
}  // namespace softmax::derive
