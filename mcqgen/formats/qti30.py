"""QTI 3.0: a package with a file for each item and the test that holds them."""

from typing import ClassVar

from mcqgen.domain.run import ItemSet
from mcqgen.formats.contract import ON_SCREEN, ExportOptions, Feature, Importable, Imported
from mcqgen.formats.qti import v2, v2_reading
from mcqgen.formats.qti.packaging import holds

_DIALECT = v2.Dialect(
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    packaging="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema=("QTI Package", "3.0.0"),
    item_type="imsqti_item_xmlv3p0",
    test_type="imsqti_test_xmlv3p0",
    kebab=True,
)


class Qti30(Importable):
    """A zip with items, test and manifest."""

    name: ClassVar[str] = "qti30"
    label: ClassVar[str] = "QTI 3.0"
    extension: ClassVar[str] = "zip"
    media_type: ClassVar[str] = "application/zip"
    supports: ClassVar[frozenset[Feature]] = ON_SCREEN - {Feature.CATEGORY}

    def write(self, items: ItemSet, options: ExportOptions) -> bytes:
        """Write the package."""
        return v2.write_package(items, options, _DIALECT)

    def claims(self, data: bytes) -> bool:
        """Whether it is a package that lists QTI 3 items, or such an item."""
        return holds(data, b"imsqti_item_xmlv3", b"imsqti_test_xmlv3", b"/xsd/imsqtiasi_v3")

    def read(self, data: bytes) -> Imported:
        """Read a package or a single item."""
        return v2_reading.read(data, self.name, self.label, ("imsqti_item_xmlv3", "imsqti_test_xmlv3"))
