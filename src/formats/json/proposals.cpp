#include "formats/json/proposals.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/formatted.h"
#include "formats/json/object.h"

namespace softmax::formats {
namespace {
constexpr std::size_t maximum_depth = 10;     // of the search
constexpr std::size_t maximum_elements = 16;  // of an array that are searched
constexpr std::size_t pointers_shown = 3;

/// A place in a document as a pointer and as jq writes it; the latter is empty where it can't be typed between quotes.
struct Path {
  std::string pointer;
  std::string jq;

  Path member(std::string_view name) const {
    Path path{pointer + json_pointer_step(name), {}};
    if (name.find_first_of("'\\") != std::string_view::npos) return path;
    const bool is_identifier = !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
                               std::all_of(name.begin(), name.end(), [](char c) {
                                 return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
                               });
    path.jq = is_identifier ? formatted("{}.{}", jq, name) : formatted("{}.\"{}\"", jq, name);
    return path;
  }

  Path element(std::size_t index) const {
    return {formatted("{}/{}", pointer, index), formatted("{}[{}]", jq.empty() ? "." : jq, index)};
  }
};

struct Candidate {
  double unlikelihood;
  std::string pointer;       ///< to an array; empty: the numbers are in records
  std::string jq;            ///< the filter that makes an array of them
  std::string options = {};  ///< that follow the pointer, with a blank before each
  bool is_text = false;      ///< a string may have the tensor
};

/// Whether a member of that name has sizes or places of elements.
bool is_size(std::string_view name) {
  return name.ends_with("offsets") ||
         std::find(json_size_names.begin(), json_size_names.end(), name) != json_size_names.end() ||
         std::find(json_stride_names.begin(), json_stride_names.end(), name) != json_stride_names.end();
}

bool is_number(const JsonValue& value) { return value.has_numbers && !value.is_array(); }

/// The path that a pointer means in a document of objects and arrays, without escapes in its names.
Path path_of(std::string_view pointer) {
  Path path;
  while (!pointer.empty()) {
    const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
    const std::string_view name = pointer.substr(1, end - 1);
    const bool is_index = !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
    path.jq = is_index ? formatted("{}[{}]", path.jq.empty() ? "." : path.jq, name) : path.member(name).jq;
    pointer.remove_prefix(end);
  }
  return path;
}

/// Searches a document for arrays of numbers, and for records: objects with numbers, one after another in an array.
class Search {
 public:
  explicit Search(const JsonScanner& scanner) : scanner_(scanner) {}

  void value(const JsonValue& found, const Path& path, std::string_view name, std::size_t depth = 0) {
    if (depth == maximum_depth) return;
    if (*found.begin == '{') object(found, path, name, depth);
    if (*found.begin == '[') array(found, path, name, depth);
    if (*found.begin == '"') text(found, path);
  }

  std::vector<Candidate> take() {
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Candidate& a, const Candidate& b) { return a.unlikelihood < b.unlikelihood; });
    return std::move(candidates_);
  }

 private:
  void object(const JsonValue& found, const Path& path, std::string_view name, std::size_t depth) {
    const bool is_record = path.jq.ends_with(']');
    const JsonMembers members(scanner_, found.begin);
    const JsonMember* const shape = members.find("shape");
    const JsonMember* const data = members.find("data");
    if (depth > 0 && shape != nullptr && shape->value.is_array() && data != nullptr && data->value.is_array()) {
      const JsonMember* const title = members.find("name");
      const bool has_title = title != nullptr && *title->value.begin == '"';
      if (has_title) name = std::string_view(title->value.begin + 1, title->value.end - 1);
      candidates_.push_back({json_unlikelihood(name, data->value), path.pointer, {}});
      return;
    }
    if (const std::string shape_option = shape_of_pair(members); depth > 0 && !shape_option.empty()) {
      candidates_.push_back({json_unlikelihood(name, data->value), path.pointer + "/data", {}, shape_option});
      return;
    }
    const auto& list = members.list();
    constexpr double after_arrays = 1;
    const double unlikelihood = json_unlikelihood(name, found) + after_arrays;
    if (depth == 0 || !path.jq.empty()) {
      const std::string jq = path.jq.empty() ? "." : path.jq;
      if (list.size() > 1 && is_all_numbers(list) && !is_record)
        candidates_.push_back({unlikelihood, {}, formatted("[{}[]]", jq)});
      if (list.size() > 1 && is_table(list)) {
        candidates_.push_back({unlikelihood - after_arrays, {}, formatted("[{}[] | [.[]]]", jq)});
        return;
      }
    }
    for (const JsonMember& member : list) {
      const bool has_escapes = member.name().find('\\') != std::string_view::npos;
      if (!has_escapes) value(member.value, path.member(member.name()), member.name(), depth + 1);
    }
  }

  /// " --shape 2,3" for flat "data" next to "rows" and "cols", as OpenCV and cereal write matrices; else empty.
  std::string shape_of_pair(const JsonMembers& members) const {
    const JsonMember* const data = members.find("data");
    const JsonMember* const rows = members.find("rows");
    const JsonMember* const columns = members.find("cols");
    if (data == nullptr || rows == nullptr || columns == nullptr) return {};
    if (!data->value.is_array_of_numbers() || !is_number(rows->value) || !is_number(columns->value)) return {};
    if (*scanner_.skip_blanks(data->value.begin + 1) == '[') return {};
    return formatted(" --shape {},{}", std::string_view(rows->value.begin, rows->value.end),
                     std::string_view(columns->value.begin, columns->value.end));
  }

  /// A string may be a print or a document with a tensor in it.
  void text(const JsonValue& found, const Path& path) {
    constexpr double of_texts = 20;
    const std::string_view token(found.begin, found.end);
    const std::size_t bracket = token.find('[');
    if (bracket == std::string_view::npos || path.jq.empty()) return;
    if (token.find_first_of("0123456789", bracket) == std::string_view::npos) return;
    candidates_.push_back({of_texts, {}, path.jq, {}, true});
  }

  static bool is_all_numbers(const std::vector<JsonMember>& members) {
    return std::all_of(members.begin(), members.end(),
                       [](const JsonMember& member) { return is_number(member.value); });
  }

  /// Whether all members are objects of numbers, as pandas writes the columns or rows of a table.
  bool is_table(const std::vector<JsonMember>& members) const {
    return std::all_of(members.begin(), members.end(), [this](const JsonMember& member) {
      if (*member.value.begin != '{') return false;
      const JsonMembers row(scanner_, member.value.begin);
      return !row.list().empty() && is_all_numbers(row.list());
    });
  }

  void array(const JsonValue& found, const Path& path, std::string_view name, std::size_t depth) {
    const bool is_of_numbers = found.is_array_of_numbers();
    const JsonMixture mixture = is_of_numbers ? JsonMixture() : json_mixture(scanner_, found);
    if (is_of_numbers || mixture.is_numbers) {
      if (depth > 0 && !is_size(name))
        candidates_.push_back(
            {json_unlikelihood(name, found), path.pointer, {}, mixture.has_null ? " --missing nan" : ""});
      return;
    }
    std::size_t index = 0;
    scanner_.for_each_element(found.begin, [&](const JsonValue& element) {
      if (index == 0 && *element.begin == '{') records(element, path, depth);
      if (index == 1 && *element.begin == '{') arrays_in_records(element, path, depth);
      if (index < maximum_elements) value(element, path.element(index), name, depth + 1);
      ++index;
    });
  }

  /// `first` is the first object of an array.
  void records(const JsonValue& first, const Path& path, std::size_t depth) {
    if (depth > 0 && path.jq.empty()) return;
    double unlikelihood = json_unlikelihood_of_ids;
    std::string keys;
    std::size_t count = 0;
    const JsonMembers members(scanner_, first.begin);
    for (const JsonMember& member : members.list()) {
      const double of_member = json_unlikelihood(member.name(), member.value);
      const Path key = Path().member(member.name());
      if (!is_number(member.value) || of_member >= json_unlikelihood_of_ids || key.jq.empty()) continue;
      unlikelihood = std::min(unlikelihood, of_member);
      keys += (count++ == 0 ? "" : ", ") + key.jq;
    }
    if (count == 0) return;
    const std::string each = path.jq.empty() ? ".[]" : path.jq + "[]";
    candidates_.push_back(
        {unlikelihood, {}, count == 1 ? formatted("[{}{}]", each, keys) : formatted("[{} | [{}]]", each, keys)});
  }

  /// `second` is the second object of an array. An array of numbers in each of them is a row; those with a shape are
  /// tensors of their own.
  void arrays_in_records(const JsonValue& second, const Path& path, std::size_t depth) {
    constexpr double before_pointers = 0.1;
    if (depth > 0 && path.jq.empty()) return;
    const JsonMembers members(scanner_, second.begin);
    if (members.find("shape") != nullptr) return;
    for (const JsonMember& member : members.list()) {
      const double of_member = json_unlikelihood(member.name(), member.value);
      const Path key = Path().member(member.name());
      if (!member.value.is_array_of_numbers() || of_member >= json_unlikelihood_of_ids || key.jq.empty()) continue;
      candidates_.push_back(
          {of_member - before_pointers, {}, formatted("[{}[]{}]", path.jq.empty() ? "." : path.jq, key.jq)});
    }
  }

  const JsonScanner& scanner_;
  std::vector<Candidate> candidates_;
};
}  // namespace

std::string json_proposal(const JsonScanner& scanner, const char* at, std::string_view way, double most_unlikely) {
  Search search(scanner);
  Path path = path_of(way);
  path.pointer = way;
  search.value(scanner.value(at), path, "");
  const std::vector<Candidate> candidates = search.take();
  if (candidates.empty() || candidates.front().unlikelihood > most_unlikely) return {};
  const Candidate& best = candidates.front();
  if (best.is_text) return formatted("jq -r '{}' writes the text in it, which softmax may read", best.jq);
  if (best.pointer.empty()) {
    // pandas writes columns there by default.
    const bool has_rows = best.jq.ends_with("[] | [.[]]]");
    return formatted("jq -c '{}' makes an array of its numbers{}", best.jq,
                     has_rows ? ", a row for each outer name; with \"| transpose\" at its end a column for each" : "");
  }
  std::string others;
  std::size_t count = 0;
  for (const Candidate& candidate : candidates) {
    if (candidate.pointer.empty() || count++ == pointers_shown) continue;
    if (count > pointers_shown) break;
    others += (others.empty() ? "" : ", ") + candidate.pointer;
  }
  const std::string option = json_pointer_option(best.pointer) + best.options;
  if (count == 1) return formatted("{} reads the one in it", option);
  return formatted("in it are {}{}; choose one with {}", others, count > pointers_shown ? ", ..." : "", option);
}

std::string json_pointer_of_path(std::string_view path) {
  if (path.starts_with('#') || path.starts_with('$')) path.remove_prefix(1);
  std::string pointer;
  while (!path.empty()) {
    if (path.front() == '.') {
      path.remove_prefix(1);
      if (path.empty() || path.front() == '[') continue;
      if (path.front() == '"') {
        const std::size_t end = std::min(path.find('"', 1), path.size());
        pointer += json_pointer_step(path.substr(1, end - 1));
        path.remove_prefix(std::min(end + 1, path.size()));
        continue;
      }
    }
    if (path.front() == '[') {
      const std::size_t end = std::min(path.find(']'), path.size());
      std::string_view inside = path.substr(1, end - 1);
      if (inside.size() > 1 && (inside.front() == '"' || inside.front() == '\'')) {
        inside = inside.substr(1, inside.size() - 2);
      }
      if (!inside.empty()) pointer += json_pointer_step(inside);
      path.remove_prefix(std::min(end + 1, path.size()));
      continue;
    }
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    const std::string_view name = path.substr(0, end);
    pointer += name.find('/') == std::string_view::npos ? json_pointer_step(name)
                                                        : formatted("{}{}", name.front() == '/' ? "" : "/", name);
    path.remove_prefix(end);
  }
  return pointer;
}
}  // namespace softmax::formats
