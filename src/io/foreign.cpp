#include "io/foreign.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "core/error.h"
#include "core/formatted.h"

namespace softmax {
namespace {
using namespace std::string_view_literals;

/// What the command of a row does: it writes what is packed to standard output, prints a tensor there, saves
/// tensor.npy, or fetches the file.
enum class Conversion { unpacks, prints, saves, fetches };

/// A kind of file that other programs write.
struct ForeignFile {
  std::string_view magic;     ///< bytes that every such file has; a '?' is any byte
  std::size_t offset;         ///< of the magic
  std::string_view contains;  ///< what else is in the first bytes; empty: nothing
  std::string_view name;
  Conversion conversion;
  std::string_view command;
};

constexpr std::size_t bytes_searched = 4096;

constexpr std::string_view to_tensor_of_torch =
    "python3 -c 'import numpy, torch; numpy.save(\"tensor.npy\", torch.load(\"FILE\", map_location=\"cpu\").detach())'";
constexpr std::string_view to_tensor_of_pickle =
    "python3 -c 'import numpy, pickle; numpy.save(\"tensor.npy\", pickle.load(open(\"FILE\", \"rb\")))' (a pickle can "
    "run "
    "any code: only if you trust it)";
constexpr std::string_view to_tensor_of_image =
    "python3 -c 'import numpy, PIL.Image; numpy.save(\"tensor.npy\", PIL.Image.open(\"FILE\"))'";
constexpr std::string_view to_tensor_of_onnx =
    "python3 -c 'import numpy, onnx; numpy.save(\"tensor.npy\", "
    "onnx.numpy_helper.to_array(onnx.load_tensor(\"FILE\")))'";
constexpr std::string_view to_csv_of_sheet = "xlsx2csv FILE";
constexpr std::string_view to_text_of_page = "w3m -dump -T text/html FILE";
constexpr std::string_view page = "an HTML page";

// The first row that matches counts.
constexpr auto foreign_files = std::to_array<ForeignFile>({
    {"\x1F\x8B"sv, 0, "", "gzip", Conversion::unpacks, "zcat FILE"},
    {"\x28\xB5\x2F\xFD"sv, 0, "", "zstd", Conversion::unpacks, "zstdcat FILE"},
    {"\xFD\x37zXZ\x00"sv, 0, "", "xz", Conversion::unpacks, "xzcat FILE"},
    {"BZh?1AY&SY"sv, 0, "", "bzip2", Conversion::unpacks, "bzcat FILE"},
    {"\x04\x22\x4D\x18"sv, 0, "", "LZ4", Conversion::unpacks, "lz4cat FILE"},
    {"7z\xBC\xAF\x27\x1C"sv, 0, "", "7z", Conversion::unpacks, "7z x -so FILE"},
    {"\0ustar"sv, 256, "", "a tar archive", Conversion::unpacks, "tar -xOf FILE"},
    {"PK\x03\x04"sv, 0, "/data.pkl", "a tensor of PyTorch", Conversion::saves, to_tensor_of_torch},
    {"PK\x03\x04"sv, 0, "[Content_Types].xml", "an Excel workbook", Conversion::prints, to_csv_of_sheet},
    {"PK\x03\x04"sv, 0, "docProps/", "an Excel workbook", Conversion::prints, to_csv_of_sheet},
    {"PK\x03\x04"sv, 0, "opendocument.spreadsheet", "an OpenDocument spreadsheet", Conversion::prints,
     "libreoffice --headless --cat FILE"},
    {"PK\x03\x04"sv, 0, ".npy", ".npz", Conversion::prints, "unzip -p FILE"},
    {"PK\x03\x04"sv, 0, "", "a zip archive", Conversion::unpacks, "unzip -p FILE"},
    {"\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19"sv, 0, "", "a tensor of PyTorch", Conversion::saves,
     to_tensor_of_torch},
    {"\x80\x02"sv, 0, "", "a pickle", Conversion::saves, to_tensor_of_pickle},
    {"\x80\x03"sv, 0, "", "a pickle", Conversion::saves, to_tensor_of_pickle},
    {"\x80\x04"sv, 0, "", "a pickle", Conversion::saves, to_tensor_of_pickle},
    {"\x80\x05"sv, 0, "", "a pickle", Conversion::saves, to_tensor_of_pickle},
    {"cnumpy."sv, 0, "", "a pickle", Conversion::saves, to_tensor_of_pickle},
    {"\0\0\0\0{\""sv, 4, "", "safetensors", Conversion::saves,
     "python3 -c 'import numpy, safetensors.numpy; numpy.save(\"tensor.npy\", "
     "safetensors.numpy.load_file(\"FILE\")[\"NAME\"])'"},
    {"\x89HDF\r\n\x1A\n"sv, 0, "", "HDF5", Conversion::saves,
     "python3 -c 'import h5py, numpy; numpy.save(\"tensor.npy\", h5py.File(\"FILE\")[\"NAME\"])'"},
    {"MATLAB 7.3 MAT-file"sv, 0, "", "a MAT-file of MATLAB 7.3", Conversion::saves,
     "python3 -c 'import h5py, numpy; numpy.save(\"tensor.npy\", numpy.transpose(h5py.File(\"FILE\")[\"NAME\"]))'"},
    {"MATLAB 5.0 MAT-file"sv, 0, "", "a MAT-file of MATLAB", Conversion::saves,
     "python3 -c 'import numpy, scipy.io; numpy.save(\"tensor.npy\", scipy.io.loadmat(\"FILE\")[\"NAME\"])'"},
    {"PAR1\x15"sv, 0, "", "Parquet", Conversion::prints,
     "python3 -c 'import pandas; print(pandas.read_parquet(\"FILE\").to_csv(index=False), end=\"\")'"},
    {"ARROW1\0\0"sv, 0, "", "Arrow (Feather)", Conversion::prints,
     "python3 -c 'import pandas; print(pandas.read_feather(\"FILE\").to_csv(index=False), end=\"\")'"},
    {"FEA1\0"sv, 0, "", "Feather", Conversion::prints,
     "python3 -c 'import pandas; print(pandas.read_feather(\"FILE\").to_csv(index=False), end=\"\")'"},
    {"\xFF\xFF\xFF\xFF"sv, 0, "", "an Arrow stream", Conversion::prints,
     "python3 -c 'import pyarrow.ipc; print(pyarrow.ipc.open_stream(\"FILE\").read_pandas().to_csv(index=False), "
     "end=\"\")'"},
    {"GGUF?\0\0\0"sv, 0, "", "GGUF", Conversion::saves,
     "python3 -c 'import gguf, numpy; t = gguf.GGUFReader(\"FILE\").tensors[0]; numpy.save(\"tensor.npy\", "
     "gguf.quants.dequantize(t.data, t.tensor_type))'"},
    {"\x08?\x12"sv, 0, "", "a model of ONNX", Conversion::saves,
     "python3 -c 'import numpy, onnx; numpy.save(\"tensor.npy\", "
     "onnx.numpy_helper.to_array(onnx.load(\"FILE\").graph.initializer[0]))'"},
    {"\x08?\x08"sv, 0, "", "a tensor of ONNX or other protobuf", Conversion::saves, to_tensor_of_onnx},
    {"\x08?\x10"sv, 0, "", "a tensor of ONNX or other protobuf", Conversion::saves, to_tensor_of_onnx},
    {"X\n\0\0\0"sv, 0, "", "RDS of R", Conversion::prints,
     "Rscript -e 'write.table(readRDS(\"FILE\"), sep = \",\", row.names = FALSE, col.names = FALSE)'"},
    {"RDX?\n"sv, 0, "", "RData of R", Conversion::prints,
     "Rscript -e 'write.table(get(load(\"FILE\")), sep = \",\", row.names = FALSE, col.names = FALSE)'"},
    {"SQLite format 3\0"sv, 0, "", "a database of SQLite", Conversion::prints,
     "sqlite3 -csv FILE 'select * from NAME'"},
    {"%PDF-"sv, 0, "", "PDF", Conversion::prints, "pdftotext -layout FILE -"},
    {"\x89PNG\r\n"sv, 0, "", "an image", Conversion::saves, to_tensor_of_image},
    {"\xFF\xD8\xFF"sv, 0, "", "an image", Conversion::saves, to_tensor_of_image},
    {"version https://git-lfs"sv, 0, "", "a Git LFS pointer", Conversion::fetches, "git lfs pull"},
    {"<!DOCTYPE html"sv, 0, "", page, Conversion::prints, to_text_of_page},
    {"<!DOCTYPE HTML"sv, 0, "", page, Conversion::prints, to_text_of_page},
    {"<!doctype html"sv, 0, "", page, Conversion::prints, to_text_of_page},
    {"<html"sv, 0, "", page, Conversion::prints, to_text_of_page},
    {"<HTML"sv, 0, "", page, Conversion::prints, to_text_of_page},
});

/// Whether the bytes that there are of the magic match.
bool may_have_magic(std::string_view bytes, const ForeignFile& file) {
  const std::string_view there = bytes.substr(std::min(file.offset, bytes.size())).substr(0, file.magic.size());
  return std::equal(there.begin(), there.end(), file.magic.begin(),
                    [](char byte, char of_magic) { return of_magic == '?' || of_magic == byte; });
}

bool is_of(const ForeignFile& file, std::string_view bytes) {
  return bytes.size() >= file.offset + file.magic.size() && may_have_magic(bytes, file) &&
         bytes.find(file.contains) != std::string_view::npos;
}

/// The first bytes. A slow pipe is waited for only while what has arrived may be the start of a magic at its start.
std::string first_bytes(Input& input) {
  std::string bytes = input.peek(1);
  const auto may_be_foreign = [&](const ForeignFile& file) {
    const bool is_at_start = file.offset == 0 && !bytes.empty() && may_have_magic(bytes, file);
    return is_at_start && bytes.size() < (file.contains.empty() ? file.magic.size() : bytes_searched);
  };
  for (;;) {
    bytes = input.arrived(bytes_searched);
    if (std::none_of(foreign_files.begin(), foreign_files.end(), may_be_foreign)) return bytes;
    if (input.peek(bytes.size() + 1).size() == bytes.size()) return bytes;
  }
}

std::string advice(const ForeignFile& file, Wanted wanted) {
  const bool is_tensor_made = file.conversion == Conversion::prints || file.conversion == Conversion::saves;
  if (wanted == Wanted::case_file && is_tensor_made) return {};
  if (file.conversion == Conversion::fetches) return formatted("; fetch the file itself: {}", file.command);
  if (file.conversion == Conversion::saves) return formatted("; convert it to tensor.npy: {}", file.command);
  constexpr std::array<std::string_view, 3> uses = {" | softmax", " > converted", " | softmax --check"};
  return formatted("; convert it: {}{}", file.command, uses[static_cast<std::size_t>(wanted)]);
}
}  // namespace

void refuse_foreign(Input& input, Wanted wanted) {
  const std::string bytes = first_bytes(input);
  const auto found = std::find_if(foreign_files.begin(), foreign_files.end(),
                                  [&](const ForeignFile& file) { return is_of(file, bytes); });
  if (found == foreign_files.end()) return;
  throw Error({input.name(), 0, 0, {}, 0},
              formatted("expected {}, found {}{}", wanted == Wanted::case_file ? "a case file" : "text or .npy",
                        found->name, advice(*found, wanted)));
}
}  // namespace softmax
