#include "formats/detect.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/printed/reader.h"

namespace softmax::formats {
namespace {
/// Throws Error for a format that is known by its first bytes or its ending, but not read.
void refuse_unread(Input& input) {
  const UnreadFormat* format = unread_by_ending(input.name());
  // No text has a zero among its first bytes. More bytes are waited for only then.
  const bool may_be_safetensors = input.peek(6).find('\0') != std::string::npos;
  if (may_be_safetensors && starts_safetensors(input.peek(9))) format = unread_by_ending(".safetensors");
  if (format == nullptr) return;
  throw Error({input.name(), 0, 0, {}, 0}, formatted("{} is not read yet; {}", format->name, format->reading));
}
}  // namespace

Format detect(Input& input, const ReadOptions& options) {
  if (options.format) return *options.format;
  for (const FormatRow& each : format_rows()) {
    if (!each.magic.empty() && input.peek(each.magic.size()) == each.magic) return Format{each.name};
  }
  refuse_unread(input);
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
