// JSON by simdjson.

#include <simdjson.h>

#include "bench/text_limit.h"

namespace softmax::bench {

const std::string_view text_limit_libraries = "simdjson, std::from_chars, fmt";

std::vector<double> json_numbers(const std::string& path) {
  const simdjson::padded_string text = simdjson::padded_string::load(path);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document = parser.iterate(text);
  std::vector<double> numbers;
  for (simdjson::ondemand::array row : document.get_array()) {
    for (const double number : row) numbers.push_back(number);
  }
  return numbers;
}

}  // namespace softmax::bench
