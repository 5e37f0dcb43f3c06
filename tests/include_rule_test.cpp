// The layers of src/: core <- text, io <- formats, compute <- report, check, derive <- cli <- main, manual. A folder
// knows only folders on its left, and only those that it needs; folders between two arrows do not know each other, but
// that io shows bytes by way of text.

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace softmax::test {
namespace {

namespace fs = std::filesystem;

struct Layer {
  std::string_view folder;
  std::vector<std::string_view> known;  ///< beside itself
};

const std::array<Layer, 10> layers = {
    {{"core", {}},
     {"text", {"core"}},
     {"io", {"core", "text"}},
     {"formats", {"core", "text", "io"}},
     {"compute", {"core"}},
     {"report", {"core", "text"}},
     {"check", {"core", "text", "io", "formats", "compute"}},
     {"derive", {"core", "text", "compute"}},
     {"cli", {"core", "text", "io", "formats", "compute", "report", "check", "derive"}},
     {"manual", {"core", "text", "cli"}}}};

/// A library that some places alone may include.
struct Library {
  std::string_view prefix;               ///< of its headers
  std::vector<std::string_view> places;  ///< folders or files of src/
};

const std::array<Library, 3> libraries = {
    {{"CLI/", {"cli/options.cpp", "cli/help.cpp"}}, {"nlohmann/", {"report/", "check/"}}, {"hwy/", {"compute/"}}}};

const Layer* layer_of(std::string_view path) {
  const auto found = std::find_if(layers.begin(), layers.end(), [path](const Layer& layer) {
    return path.starts_with(layer.folder) && path.substr(layer.folder.size()).starts_with('/');
  });
  return found == layers.end() ? nullptr : &*found;
}

/// What the line includes, nothing when it is no #include; `line` must outlive it.
std::string_view included(std::string_view line) {
  const auto skip_blanks = [&line] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
  skip_blanks();
  if (!line.starts_with('#')) return {};
  line.remove_prefix(1);
  skip_blanks();
  constexpr std::string_view directive = "include";
  if (!line.starts_with(directive)) return {};
  line.remove_prefix(directive.size());
  skip_blanks();
  if (!line.starts_with('"') && !line.starts_with('<')) return {};
  return line.substr(1, line.find_first_of("\">", 1) - 1);
}

/// Why a file of src/ (its path from there) may not include that; empty when it may.
std::string objection(std::string_view file, std::string_view header) {
  for (const Library& library : libraries) {
    const bool is_allowed = std::any_of(library.places.begin(), library.places.end(),
                                        [file](std::string_view place) { return file.starts_with(place); });
    if (header.starts_with(library.prefix) && !is_allowed) {
      return fmt::format("no place but {} includes {}", fmt::join(library.places, ", "), header);
    }
  }
  const Layer* layer = layer_of(file);
  const Layer* other = layer_of(header);
  if (other == nullptr || layer == other) return {};
  if (layer == nullptr) return other->folder == "cli" ? "" : fmt::format("main knows cli alone, not {}", header);
  if (std::find(layer->known.begin(), layer->known.end(), other->folder) != layer->known.end()) return {};
  return fmt::format("{} must not know {}, it includes {}", layer->folder, other->folder, header);
}

/// All that is wrong with a file, "file:line: what" each.
std::string objections(const std::string& file, std::istream& text) {
  std::string all;
  if (layer_of(file) == nullptr && file != "main.cpp") all += fmt::format("{}:1: it is in no layer\n", file);
  std::size_t number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    const std::string why = objection(file, included(line));
    if (!why.empty()) all += fmt::format("{}:{}: {}\n", file, number, why);
  }
  return all;
}

}  // namespace

TEST_CASE("the rule tells what may be included from what may not") {
  CHECK(objection("core/shape.h", included("#include <vector>")).empty());
  CHECK(objection("core/shape.cpp", included("#include \"core/shape.h\"")).empty());
  CHECK(objection("formats/csv/reader.cpp", included("#include \"core/shape.h\"")).empty());
  CHECK(objection("formats/csv/reader.cpp", included("#include \"formats/reader.h\"")).empty());
  CHECK(objection("cli/run.cpp", included("#include \"compute/softmax.h\"")).empty());
  CHECK(objection("main.cpp", included("#include \"cli/run.h\"")).empty());
  CHECK(objection("cli/options.cpp", included("#include <CLI/CLI.hpp>")).empty());
  CHECK(objection("check/case_run.cpp", included("#include <nlohmann/json.hpp>")).empty());

  CHECK(objection("core/shape.h", included("#include \"text/text.h\"")) ==
        "core must not know text, it includes text/text.h");
  CHECK(objection("text/number.cpp", included("  #  include \"io/input.h\"  // why not")) ==
        "text must not know io, it includes io/input.h");
  CHECK(objection("formats/csv/writer.cpp", included("#include <compute/kernels.h>")) ==
        "formats must not know compute, it includes compute/kernels.h");
  CHECK(objection("report/account.cpp", included("#include \"formats/reader.h\"")) ==
        "report must not know formats, it includes formats/reader.h");
  CHECK(objection("main.cpp", included("#include \"core/error.h\"")) == "main knows cli alone, not core/error.h");
  CHECK(objection("cli/run.cpp", included("#include \"manual/page.h\"")) ==
        "cli must not know manual, it includes manual/page.h");
  CHECK(objection("cli/run.cpp", included("#include <CLI/CLI.hpp>")) ==
        "no place but cli/options.cpp, cli/help.cpp includes CLI/CLI.hpp");
  CHECK(objection("formats/json/reader.cpp", included("#include <nlohmann/json.hpp>")) ==
        "no place but report/, check/ includes nlohmann/json.hpp");
  CHECK(objection("derive/forms.cpp", included("#include \"report/message.h\"")) ==
        "derive must not know report, it includes report/message.h");
  CHECK(objection("formats/npy/writer.cpp", included("#include <hwy/highway.h>")) ==
        "no place but compute/ includes hwy/highway.h");
}

TEST_CASE("every file of src/ is in a layer and includes nothing on its right, and every allowed edge is used") {
  const fs::path source = fs::path(SOFTMAX_SOURCE_DIR) / "src";
  std::string all;
  std::size_t files = 0;
  std::set<std::string> unused;  // edges, "io -> text"
  for (const Layer& layer : layers) {
    for (const std::string_view known : layer.known) unused.insert(fmt::format("{} -> {}", layer.folder, known));
  }
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(source)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream text(entry.path());
    REQUIRE(text);
    const std::string file = entry.path().lexically_relative(source).generic_string();
    all += objections(file, text);
    std::ifstream again(entry.path());
    for (std::string line; std::getline(again, line);) {
      const Layer* layer = layer_of(file);
      const Layer* other = layer_of(included(line));
      if (layer != nullptr && other != nullptr) unused.erase(fmt::format("{} -> {}", layer->folder, other->folder));
    }
    ++files;
  }
  CHECK(files > layers.size());
  CHECK_MESSAGE(all.empty(), all);
  CHECK_MESSAGE(unused.empty(), fmt::format("no file uses these edges: {}", fmt::join(unused, ", ")));
}

}  // namespace softmax::test
