#include "io/foreign.h"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "support/piped_input.h"
#include "support/refusal.h"

using namespace softmax;
using softmax::test::piped_input;
using softmax::test::refusal;
using namespace std::string_view_literals;

namespace {

std::string verdict(std::string_view bytes, Wanted wanted = Wanted::input) {
  Input input = piped_input(bytes);
  return refusal([&] { refuse_foreign(input, wanted); });
}

struct Kind {
  std::string_view bytes;
  std::string_view found;
};

}  // namespace

TEST_CASE("text, .npy and what is shorter than any magic is not foreign") {
  for (const std::string_view bytes :
       {"", "P", "PK", "PK,1\n", "PK\x03", "[1, 2]", "BZh9,2\n1,2\n", "(,\n", "\x93NUMPY\x01", "PAR1,PAR2\n1,2\n",
        "MATLAB,R\n1,2\n", "GGUF,a\n1,2\n", "X\n1\n", "<tf.Tensor: shape=(1,)", "version\n1\n", "%PD,1\n", "7z\n1\n"}) {
    CAPTURE(bytes);
    CHECK(verdict(bytes) == "accepted");
  }
}

TEST_CASE("bzip2 is known whatever its level") {
  for (const char level : {'1', '9'}) {
    CHECK(verdict(std::string("BZh") + level + "1AY&SY\x01") ==
          "expected text or .npy, found bzip2; convert it: bzcat FILE | softmax");
  }
}

TEST_CASE("the files of other programs are known by their first bytes") {
  const std::string tar = "a.csv" + std::string(252, '\0') + "ustar";
  for (
      const Kind& kind : {
          Kind{"\x04\x22\x4D\x18\x64\x40", "LZ4; convert it: lz4cat FILE | softmax"},
          {"7z\xBC\xAF\x27\x1C\0\4", "7z; convert it: 7z x -so FILE | softmax"},
          {tar, "a tar archive; convert it: tar -xOf FILE | softmax"},
          {"PK\x03\x04\x14\0\0\0\0\0archive/data.pkl"sv,
           "a tensor of PyTorch; convert it to tensor.npy: python3 -c 'import numpy, torch; numpy.save(\"tensor.npy\", "
           "torch.load(\"FILE\", map_location=\"cpu\").detach())'"},
          {"PK\x03\x04\x14\0\0\0\0\0[Content_Types].xml"sv, "an Excel workbook; convert it: xlsx2csv FILE | softmax"},
          {"PK\x03\x04\x14\0\0\0\0\0docProps/app.xml"sv, "an Excel workbook; convert it: xlsx2csv FILE | softmax"},
          {"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"sv,
           "an OpenDocument spreadsheet; convert it: libreoffice --headless --cat FILE | softmax"},
          {"PK\x03\x04\x14\0\0\0\0\0x.npy\x93NUMPY"sv, ".npz; convert it: unzip -p FILE | softmax"},
          {"PK\x03\x04\x14\0\0\0\0\0x.json"sv, "a zip archive; convert it: unzip -p FILE | softmax"},
          {"\x80\x02\x8A\x0A\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19.\x80",
           "a tensor of PyTorch; convert it to tensor.npy: python3 -c 'import numpy, torch; numpy.save(\"tensor.npy\", "
           "torch.load(\"FILE\", map_location=\"cpu\").detach())'"},
          {"\x80\x04\x95\xA2\0"sv,
           "a pickle; convert it to tensor.npy: python3 -c 'import numpy, pickle; numpy.save(\"tensor.npy\", "
           "pickle.load(open(\"FILE\", \"rb\")))' (a pickle can run any code: only if you trust it)"},
          {"\x48\0\0\0\0\0\0\0{\"x\":{\"dtype\""sv,
           "safetensors; convert it to tensor.npy: python3 -c 'import numpy, safetensors.numpy; "
           "numpy.save(\"tensor.npy\", safetensors.numpy.load_file(\"FILE\")[\"NAME\"])'"},
          {"\x89HDF\r\n\x1A\n\0"sv,
           "HDF5; convert it to tensor.npy: python3 -c 'import h5py, numpy; numpy.save(\"tensor.npy\", "
           "h5py.File(\"FILE\")[\"NAME\"])'"},
          {"MATLAB 7.3 MAT-file, Platform: GLNXA64",
           "a MAT-file of MATLAB 7.3; convert it to tensor.npy: python3 -c 'import h5py, numpy; "
           "numpy.save(\"tensor.npy\", numpy.transpose(h5py.File(\"FILE\")[\"NAME\"]))'"},
          {"MATLAB 5.0 MAT-file Platform: posix",
           "a MAT-file of MATLAB; convert it to tensor.npy: python3 -c 'import numpy, scipy.io; "
           "numpy.save(\"tensor.npy\", scipy.io.loadmat(\"FILE\")[\"NAME\"])'"},
          {"PAR1\x15\x04",
           "Parquet; convert it: python3 -c 'import pandas; print(pandas.read_parquet(\"FILE\").to_csv(index=False), "
           "end=\"\")' | softmax"},
          {"ARROW1\0\0"sv,
           "Arrow (Feather); convert it: python3 -c 'import pandas; "
           "print(pandas.read_feather(\"FILE\").to_csv(index=False), end=\"\")' | softmax"},
          {"GGUF\3\0\0\0"sv,
           "GGUF; convert it to tensor.npy: python3 -c 'import gguf, numpy; t = gguf.GGUFReader(\"FILE\").tensors[0]; "
           "numpy.save(\"tensor.npy\", gguf.quants.dequantize(t.data, t.tensor_type))'"},
          {"\x08\x07\x12\x07pytorch",
           "a model of ONNX; convert it to tensor.npy: python3 -c 'import numpy, onnx; "
           "numpy.save(\"tensor.npy\", onnx.numpy_helper.to_array(onnx.load(\"FILE\").graph.initializer[0]))'"},
          {"X\n\0\0\0\3"sv,
           "RDS of R; convert it: Rscript -e 'write.table(readRDS(\"FILE\"), sep = \",\", row.names = FALSE, col.names "
           "= FALSE)' | softmax"},
          {"RDX3\nX\n",
           "RData of R; convert it: Rscript -e 'write.table(get(load(\"FILE\")), sep = \",\", row.names = FALSE, "
           "col.names = FALSE)' | softmax"},
          {"SQLite format 3\0"sv, "a database of SQLite; convert it: sqlite3 -csv FILE 'select * from NAME' | softmax"},
          {"%PDF-1.7\n", "PDF; convert it: pdftotext -layout FILE - | softmax"},
          {"\x89PNG\r\n\x1A\n",
           "an image; convert it to tensor.npy: python3 -c 'import numpy, PIL.Image; numpy.save(\"tensor.npy\", "
           "PIL.Image.open(\"FILE\"))'"},
          {"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer; fetch the file itself: git lfs pull"},
          {"<!doctype html>\n<title>", "an HTML page; convert it: w3m -dump -T text/html FILE | softmax"},
      }) {
    CHECK(verdict(kind.bytes) == "expected text or .npy, found " + std::string(kind.found));
  }
}

TEST_CASE("the advice fits what the file is wanted for") {
  CHECK(verdict("\x1F\x8B\x08", Wanted::tensor_file) ==
        "expected text or .npy, found gzip; convert it: zcat FILE > converted");
  CHECK(verdict("\x1F\x8B\x08", Wanted::case_file) ==
        "expected a case file, found gzip; convert it: zcat FILE | softmax --check");
  CHECK(verdict("\x89HDF\r\n\x1A\n", Wanted::case_file) == "expected a case file, found HDF5");
}

TEST_CASE("nothing of the input is taken") {
  Input input = piped_input("[1, 2]");
  refuse_foreign(input, Wanted::input);
  CHECK(input.read_rest() == "[1, 2]");
}
