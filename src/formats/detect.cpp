#include "formats/detect.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "formats/printed/reader.h"

namespace softmax::formats {
Format detect(Input& input, const ReadOptions& options) {
  if (options.format) return *options.format;
  for (const FormatRow& each : format_rows()) {
    if (!each.magic.empty() && input.peek(each.magic.size()) == each.magic) return Format{each.name};
  }
  const std::optional<Format> named = format_by_ending(input.name());
  return named ? *named : format_of_content(input.peek(4096));
}

Format format_of_content(std::string_view beginning) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (looks_printed(beginning)) return Format::text;
  if (beginning.starts_with(byte_order_mark)) beginning.remove_prefix(byte_order_mark.size());
  const std::size_t first = beginning.find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string_view::npos && (beginning[first] == '{' || beginning[first] == '[');
  return is_json ? Format::json : Format::csv;
}
}  // namespace softmax::formats
