#include "formats/reader.h"

#include <algorithm>
#include <utility>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/printed/forms.h"

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
  if (beginning.starts_with(byte_order_mark)) beginning.remove_prefix(byte_order_mark.size());
  if (looks_printed(beginning)) return Format::text;
  const std::size_t first = beginning.find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string_view::npos && (beginning[first] == '{' || beginning[first] == '[');
  return is_json ? Format::json : Format::csv;
}

std::unique_ptr<Reader> open_reader(Input input, const ReadOptions& options) {
  if (!options.format || row(*options.format).content != Content::any) refuse_packed(input);
  const Format format = detect(input, options);
  const FormatRow& chosen = row(format);
  input.tell(*options.progress);
  if (chosen.content == Content::text) {
    refuse_utf16(input);
    refuse_zeros(input, "a number");
  }
  return chosen.read(std::move(input), options, format);
}

Shape reshaped(const std::vector<long>& requested, std::size_t elements) {
  const auto fail = [&](const std::string& why) {
    throw Error(formatted("--shape {} does not fit {} element{}: {}", fmt::join(requested, ","), elements,
                          elements == 1 ? "" : "s", why));
  };
  if (requested.size() > largest_rank) {
    throw Error(formatted("--shape {}: expected {} sizes at most, found {}", fmt::join(requested, ","), largest_rank,
                          requested.size()));
  }
  Shape shape;
  for (const long size : requested) shape.push_back(size == -1 ? 1 : static_cast<std::size_t>(size));
  const std::size_t known = element_count(shape);
  const auto open = std::find(requested.begin(), requested.end(), -1);
  if (open == requested.end()) {
    if (known != elements) fail(formatted("it holds {}", known));
    return shape;
  }
  if (known == 0) fail("with a size of 0 the -1 can be any size");
  if (elements % known != 0) fail(formatted("that is no multiple of {}", known));
  shape[static_cast<std::size_t>(open - requested.begin())] = elements / known;
  return shape;
}
}  // namespace softmax::formats
