#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace softmax::bench {

/// The libraries behind what follows: "simdjson, std::from_chars, fmt".
extern const std::string_view text_limit_libraries;

/// Every number of a text, with anything but digits and signs between them.
std::vector<double> scanned_numbers(const std::string& path);

/// The numbers of a JSON array of arrays, by the fastest parser that there was when this was built.
std::vector<double> json_numbers(const std::string& path);

}  // namespace softmax::bench
