#include <optional>

#include <nlohmann/json.hpp>

#include "fuzz/reading.h"
#include "fuzz/round_trip.h"
#include "fuzz/target.h"

namespace softmax::fuzz {
namespace {

using Json = nlohmann::json;

/// Elements of nested arrays of numbers in order; false for anything else among them.
bool collect(const Json& json, std::vector<double>& values) {
  if (json.is_number()) {
    values.push_back(json.get<double>());
    return true;
  }
  return json.is_array() &&
         std::all_of(json.begin(), json.end(), [&](const Json& one) { return collect(one, values); });
}

/// What a parser that has nothing to do with this program says of the text. Where both take it, they must agree on
/// every number. Ours takes more: the three words for what JSON has no numbers for, several documents.
void expect_as_another_parser(std::string_view text, const Reading& reading) {
  const Json json = Json::parse(text, nullptr, false);
  if (reading.error.empty()) {
    const bool is_ours_alone = reading.tensors.size() > 1 || text.find_first_of("NI") != std::string_view::npos;
    const bool has_escapes = text.find("\\u") != std::string_view::npos;  // halves of surrogates: the grammar has them
    expect(is_ours_alone || has_escapes || !json.is_discarded(), "another parser refuses it");
  }
  std::vector<double> values;
  if (json.is_discarded() || !collect(json, values) || !reading.error.empty()) return;
  // To == and not to the bit: the other parser takes -0 for a whole number, which has no sign.
  expect(as_doubles(reading.tensors.at(0).values) == values, "another parser reads other numbers");
}

}  // namespace

void check_json(std::string_view bytes) {
  formats::ReadOptions options;
  options.format = formats::Format::json;
  const Reading reading = read_every_way(bytes, options);
  expect_as_another_parser(bytes, reading);
  for (const Tensor& tensor : reading.tensors) expect_round_trip(tensor, formats::Format::json);

  options.dtype = Dtype::float16;
  for (const Tensor& tensor : read_file(bytes, options).tensors) expect_round_trip(tensor, formats::Format::jsonl);

  options.format = formats::Format::jsonl;
  options.dtype.reset();
  options.keep = true;
  expect(read_file(bytes, options) == read_pipe(bytes, options), "lines of a file and of a pipe differ");
}

}  // namespace softmax::fuzz
