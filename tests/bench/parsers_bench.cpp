// Readers and writers in memory, one thread, next to the least that the same bytes can cost in the same run: for text
// std::from_chars or fmt over the same numbers, for .npy a copy. A benchmark whose values come out changed reports an
// error instead of a time. Names are <read or write>/<format>/<numbers>.

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/compile.h>
#include <fmt/format.h>

#include "bench/in_turn.h"
#include "core/block.h"
#include "core/sink.h"
#include "formats/format.h"
#include "formats/reader.h"
#include "formats/writer.h"
#include "io/input.h"
#include "io/output.h"

namespace {

using namespace softmax;
using bench::in_turn;
using bench::Limit;

constexpr std::size_t rows = 1000;
constexpr std::size_t columns = 1000;
constexpr std::size_t block = std::size_t{1} << 17;  ///< what compute pulls and pushes at a time

/// All digits of a double, or a few as people write them.
std::vector<double> numbers(bool are_long) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal(0, 3);
  std::vector<double> x(rows * columns);
  for (double& value : x) value = are_long ? normal(random) : std::round(normal(random) * 1000) / 1000;
  return x;
}

/// A regular file in memory: inputs have names.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("benchmark", 0)) {
    if (descriptor_ < 0) throw std::runtime_error("no file in memory");
  }
  explicit MemoryFile(std::string_view bytes) : MemoryFile() {
    while (!bytes.empty()) {
      const ssize_t done = ::write(descriptor_, bytes.data(), bytes.size());
      if (done <= 0) throw std::runtime_error("no room for a file in memory");
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(descriptor_); }

  std::string path() const { return fmt::format("/dev/fd/{}", descriptor_); }

  /// The next bytes are written at the start.
  void rewind() { lseek(descriptor_, 0, SEEK_SET); }

  std::string bytes() const { return Input::open(path()).read_rest(); }

 private:
  int descriptor_;
};

void write_tensor(Output& output, formats::Format format, std::span<const double> x) {
  formats::WriteOptions options;
  options.format = format;
  const auto writer = formats::open_writer(output, options);
  const Frame frame;
  writer->begin({{rows, columns}, Dtype::float64, &frame});
  const Block values = x;
  for (std::size_t first = 0; first < x.size(); first += block) {
    writer->write(values.part(first, std::min(block, x.size() - first)));
  }
  writer->end();
}

void write_file(MemoryFile& file, formats::Format format, std::span<const double> x) {
  file.rewind();
  Output output = Output::open(file.path());
  write_tensor(output, format, x);
  output.finish();
}

std::string text_of(formats::Format format, std::span<const double> x) {
  Output output = Output::to_memory();
  write_tensor(output, format, x);
  return output.take();
}

/// The values of the one tensor of a file, block by block as compute asks for them.
template <class Visit>
void read_tensor(const MemoryFile& file, formats::Format format, Visit visit) {
  formats::ReadOptions options;
  options.format = format;
  const auto reader = formats::open_reader(Input::open(file.path()), options);
  const std::optional<formats::Document> document = reader->next();
  if (!document || document->shape != Shape{rows, columns}) throw std::runtime_error("the shape is wrong");
  Buffer buffer;
  for (std::size_t first = 0; first < rows * columns; first += block) {
    visit(document->values->read(first, std::min(block, rows * columns - first), buffer).as<double>());
  }
}

/// Every number of a text, with anything but digits and signs between them.
template <class Visit>
void scan(std::string_view text, Visit visit) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    double value = 0;
    const auto [after, error] = std::from_chars(at, end, value);
    if (error == std::errc()) visit(value);
    at = error == std::errc() ? after : at + 1;
    while (at < end && *at != '-' && (*at < '0' || *at > '9')) ++at;
  }
}

std::vector<double> scanned(std::string_view text) {
  std::vector<double> x;
  scan(text, [&](double value) { x.push_back(value); });
  return x;
}

void read_text(benchmark::State& state, formats::Format format, bool are_long) {
  const std::vector<double> x = numbers(are_long);
  const std::string text = text_of(format, x);
  const MemoryFile file(text);
  std::vector<double> room(x.size());
  const auto reference = [&] {
    double* to = room.data();
    scan(text, [&](double value) { *to++ = value; });
  };
  in_turn(state, Limit{"std::from_chars"}, reference, [&] { read_tensor(file, format, [](auto) {}); });
  std::vector<double> found;
  read_tensor(file, format, [&](std::span<const double> part) { found.insert(found.end(), part.begin(), part.end()); });
  if (found != x || room != x) state.SkipWithError("a value was read wrong");
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(text.size()));
}

void write_text(benchmark::State& state, formats::Format format, bool are_long) {
  const std::vector<double> x = numbers(are_long);
  std::vector<char> room(x.size() * 32);
  char* end = room.data();
  const auto reference = [&] {
    end = room.data();
    for (const double value : x) {
      end = fmt::format_to(end, FMT_COMPILE("{}"), value);
      *end++ = ',';
    }
  };
  MemoryFile file;
  in_turn(state, Limit{"fmt"}, reference, [&] { write_file(file, format, x); });
  const std::string text = file.bytes();
  if (scanned(text) != x || scanned({room.data(), end}) != x) state.SkipWithError("a value was written wrong");
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(text.size()));
}

void read_npy(benchmark::State& state) {
  const std::vector<double> x = numbers(true);
  const MemoryFile file(text_of(formats::Format::npy, x));
  std::vector<double> room(x.size());
  const auto reference = [&] { std::memcpy(room.data(), x.data(), x.size() * sizeof(double)); };
  in_turn(state, Limit{"memcpy"}, reference, [&] { read_tensor(file, formats::Format::npy, [](auto) {}); });
  std::vector<double> found;
  read_tensor(file, formats::Format::npy,
              [&](std::span<const double> part) { found.insert(found.end(), part.begin(), part.end()); });
  if (found != x) state.SkipWithError("a value was read wrong");
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(x.size() * sizeof(double)));
}

void write_npy(benchmark::State& state) {
  const std::vector<double> x = numbers(true);
  std::vector<double> room(x.size());
  const auto reference = [&] { std::memcpy(room.data(), x.data(), x.size() * sizeof(double)); };
  MemoryFile file;
  in_turn(state, Limit{"memcpy"}, reference, [&] { write_file(file, formats::Format::npy, x); });
  const std::string bytes = file.bytes();
  const std::size_t size = x.size() * sizeof(double);
  if (std::memcmp(bytes.data() + bytes.size() - size, x.data(), size) != 0) {
    state.SkipWithError("a value was written wrong");
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(size));
}

void declare(const std::string& name, const std::function<void(benchmark::State&)>& function) {
  benchmark::RegisterBenchmark(name.c_str(), function)->UseManualTime()->Unit(benchmark::kMillisecond);
}

}  // namespace

int main(int argc, char** argv) {
  for (const formats::Format format : {formats::Format::json, formats::Format::csv}) {
    for (const bool are_long : {true, false}) {
      const std::string_view kind = are_long ? "all-digits" : "3-decimals";
      declare(fmt::format("read/{}/{}", name(format), kind),
              [=](benchmark::State& state) { read_text(state, format, are_long); });
      declare(fmt::format("write/{}/{}", name(format), kind),
              [=](benchmark::State& state) { write_text(state, format, are_long); });
    }
  }
  declare("read/npy/float64", read_npy);
  declare("write/npy/float64", write_npy);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
