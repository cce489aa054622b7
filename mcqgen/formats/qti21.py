"""QTI 2.1: a package with a file for each item and the test that holds them."""

from typing import ClassVar

from mcqgen.domain.run import ItemSet
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Importable, Imported
from mcqgen.formats.qti import v2, v2_reading
from mcqgen.formats.qti.packaging import holds

_DIALECT = v2.Dialect(
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    packaging="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema=("QTIv2.1 Package", "1.0.0"),
    item_type="imsqti_item_xmlv2p1",
    test_type="imsqti_test_xmlv2p1",
    kebab=False,
)


class Qti21(Importable):
    """A zip with items, test and manifest; read in versions 2.0 to 2.2."""

    name: ClassVar[str] = "qti21"
    label: ClassVar[str] = "QTI 2.1"
    extension: ClassVar[str] = "zip"
    media_type: ClassVar[str] = "application/zip"
    supports: ClassVar[frozenset[Feature]] = ON_SCREEN - {Feature.CATEGORY}

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the package."""
        return v2.write_package(items, options, _DIALECT)

    def claims(self, data: bytes) -> bool:
        """Whether it is a package that lists QTI 2 items, or such an item."""
        return holds(data, b"imsqti_item_xmlv2", b"imsqti_test_xmlv2", b"/xsd/imsqti_v2", b"/xsd/imsqti_item_v2")

    def read(self, data: bytes) -> Imported:
        """Read a package or a single item."""
        return v2_reading.read(data, self.name, self.label, ("imsqti_item_xmlv2", "imsqti_test_xmlv2"))
