"""The sentences for files that cannot be read: what is wrong with the file, and what to do."""

from __future__ import annotations

from models.spec import L

EMPTY = L("文件是空的，里面没有内容。请检查后重新选择文件。", "The file is empty. Check it and choose the file again.")
TOO_LARGE = L(
    "文件有 {size} MB，超过上限 {limit} MB。请分成几个文件导入。",
    "The file has {size} MB, more than the limit of {limit} MB. Split it and import the parts.",
)
EXECUTABLE = L(
    "这是一个程序文件，不是表格，没有打开它。请选择 .xlsx、.xls、.ods 或 .csv 文件。",
    "This is a program, not a table; it was not opened. Choose an .xlsx, .xls, .ods or .csv file.",
)
PDF = L(
    "这是 PDF 文件。请提供原来的 Excel 表格或 CSV 文件。",
    "This is a PDF. Send the Excel table it was made from, or a CSV file.",
)
PICTURE = L(
    "这是图片，读不出表格内容。请提供 Excel 表格或 CSV 文件。",
    "This is a picture; no table can be read from it. Send an Excel table or a CSV file.",
)
WEB_PAGE = L(
    "这个文件其实是网页或 XML 格式（有些系统导出的 .xls 就是这样）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。",
    "This file is really a web page or XML, as some systems export under the name .xls. "
    "Open it in Excel, save it as .xlsx and import that.",
)
ARCHIVE = L(
    "这是压缩包，不是表格。请先解压，再选择里面的表格文件。",
    "This is an archive, not a table. Unpack it and choose the table inside.",
)
ARCHIVE_INSIDE = L(
    "表格文件里夹带了压缩包，没有打开它。请用 Excel 或 WPS 另存一份干净的表格再导入。",
    "The workbook carries an archive inside; it was not opened. Save a clean copy from Excel and import that.",
)
OTHER_OFFICE = L(
    "这是文档或演示文件，不是电子表格。请另存为 .xlsx 表格后再导入。",
    "This is a document or a presentation, not a spreadsheet. Save the table as .xlsx and import that.",
)
BINARY_WORKBOOK = L(
    "这是 .xlsb 二进制工作簿，暂不支持。请在 Excel 里另存为 .xlsx。",
    "This is a binary workbook (.xlsb), which is not read. Save it as .xlsx in Excel.",
)
UNKNOWN = L(
    "认不出这是什么文件。请选择 .xlsx、.xls、.ods 或 .csv 文件。",
    "This kind of file is not known. Choose an .xlsx, .xls, .ods or .csv file.",
)
PASSWORD = L(
    "工作簿设了打开密码。请在 Excel 或 WPS 里去掉密码，保存后再导入。",
    "The workbook has a password. Remove it in Excel, save the book and import it again.",
)
CUT_OFF = L(
    "文件不完整或已损坏，可能没有传完或没有存好。请重新保存或重新上传。",
    "The file is incomplete or damaged: it was perhaps not fully copied or saved. Save it again and upload it anew.",
)
BOMB = L(
    "文件解压后会有 {size} MB 以上，远超正常的名册，没有打开它。请只保留名册内容，另存后再导入。",
    "Unpacked, the file would take {size} MB or more, far beyond any roster; it was not opened. "
    "Keep only the roster, save it and import that.",
)
TOO_MANY_PARTS = L(
    "文件里有 {count} 个部件，超过上限 {limit} 个，没有打开它。请另存一份只含名册的表格再导入。",
    "The file holds {count} parts, more than the limit of {limit}; it was not opened. Save a copy with the roster only.",
)
ENTITIES = L(
    "表格里含有不该有的 XML 实体定义，没有打开它。请用 Excel 或 WPS 另存一份再导入。",
    "The workbook defines XML entities, which no office program writes; it was not opened. Save a copy from Excel.",
)
STRAY_CELL = L(
    "有工作表的单元格占到了非常远的行或列，读入会耗尽内存。请删除名册之外的行列，保存后再导入。",
    "A sheet has cells in very distant rows or columns and would use up the memory. "
    "Delete rows and columns outside the roster, save it and import again.",
)
TOO_MANY_SHEETS = L(
    "工作簿有 {count} 个工作表，超过上限 {limit} 个。请只保留名册所在的工作表。",
    "The workbook has {count} sheets, more than the limit of {limit}. Keep only the sheets of the roster.",
)
TOO_MANY_ROWS = L(
    "名册超过 {limit} 行的上限。请分成几个文件导入。",
    "The roster has more than {limit} rows. Split it into several files.",
)
ENCODING = L(
    "文本的编码认不出来。请在 Excel 里另存为“CSV UTF-8”后再导入。",
    "The text's encoding is not known. Save it from Excel as “CSV UTF-8” and import that.",
)
BAD_CSV = L(
    "CSV 第 {row} 行读不下去，多半是引号没有成对。请检查这一行，或另存为 .xlsx 再导入。",
    "The CSV cannot be read from row {row} on; most likely a quotation mark is not closed. "
    "Check that row, or save the table as .xlsx.",
)
NO_TABLE = L(
    "文件里没有找到表格内容。请检查是不是选错了文件。",
    "No table was found in the file. Check that it is the right one.",
)
