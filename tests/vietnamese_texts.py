"""Vietnamese texts, and how the legacy encodings write them."""

import re
import unicodedata

LEGACY = ("windows-1258", "tcvn3", "vni")


def phrases(text):
    return re.split("[|\n]", text.strip())


LETTERS = (
    "á à ả ã ạ â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ é è ẻ ẽ ẹ ê ế ề ể ễ ệ í ì ỉ ĩ ị ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ "
    "ú ù ủ ũ ụ ư ứ ừ ử ữ ự ý ỳ ỷ ỹ ỵ đ"
).split()
# TCVN 5712:1993 VN3, as glibc's iconv -f TCVN5712-1 reads these bytes.
TCVN3 = """
    b8 b5 b6 b7 b9 a9 ca c7 c8 c9 cb a8 be bb bc bd c6 d0 cc ce cf d1 aa d5 d2 d3 d4 d6 dd d7 d8 dc de e3 df e1 e2 e4
    ab e8 e5 e6 e7 e9 ac ed ea eb ec ee f3 ef f1 f2 f4 ad f8 f5 f6 f7 f9 fd fa fb fc fe ae
""".split()
# VNI for Windows, as its bytes look in Latin-1; the same in UniKey, xvnkb and other converters.
VNI = (
    "aù aø aû aõ aï aâ aá aà aå aã aä aê aé aè aú aü aë eù eø eû eõ eï eâ eá eà eå eã eä í ì æ ó ò où oø oû oõ oï "
    "oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï uù uø uû uõ uï ö öù öø öû öõ öï yù yø yû yõ î ñ"
).split()
TCVN3_CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", range(0xA1, 0xA8), strict=True))
TCVN3_MARKS = dict(zip("\u0300\u0309\u0303\u0301\u0323", range(0xB0, 0xB5), strict=True))
PHRASES = phrases("""
Chợ Rồng, Nho Quan|Chợ Nam Dân, Tam Cốc|Làng nghề thêu ren Văn Lâm|Làng nghề chạm khắc đá Ninh Vân
Khu công nghiệp Gián Khẩu|Khu công nghiệp Khánh Phú|Cụm công nghiệp Cầu Yên|Cụm công nghiệp Đồng Hướng
Siêu thị Đông Thành|Cửa hàng tiện lợi số 5|Phường Hoa Lư|Phường Tam Điệp|Xã Gia Viễn|Xã Kim Sơn|Thị trấn Phát Diệm
Sản xuất và tiêu dùng bền vững|Bao bì khó phân hủy|Túi ni lông dùng một lần|Kế hoạch hành động|Ủy ban nhân dân tỉnh
Sở Công Thương Ninh Bình|Phòng Kinh tế và Hạ tầng|Tiết kiệm năng lượng|Trung tâm thương mại|Phân loại rác tại nguồn
Đã được tập huấn năm 2025|Hội Liên hiệp Phụ nữ|Trường Đại học Hoa Lư|Dê núi Ninh Bình|Mô hình sản xuất sạch hơn
Chiến dịch truyền thông|Không có số liệu|Chưa thực hiện|Có kế hoạch|Nguyễn Văn Hòa|Nước thải đã xử lý
Doanh nghiệp nhỏ và vừa|Hợp tác xã cói Kim Sơn|Làng nghề gốm Bồ Bát|Trần Thị Hường|Lê Đức Thọ|Phạm Quỳnh Như
Hoàng Thúy Vân|Đường Lê Hồng Phong|Bệnh viện Đa khoa tỉnh|Rượu Lai Thành|Cơm cháy đặc sản|Hang Múa, Tràng An
Chùa Bái Đính|Nhà thờ đá Phát Diệm|Vườn quốc gia Cúc Phương|Chợ đầu mối nông sản|Người tiêu dùng được hỏi
Tỷ lệ giảm ba mươi phần trăm|Thủ tướng Chính phủ|Bộ Tài nguyên
""")
WORDS = """
có không và của là được cho trong một các với này người những đã để khi đến về như từ ra còn cũng làm nhiều vào thì
năm sẽ phải trên đó rất nước sau việt lại đầu hai đi nhà bị theo hơn ngày tại nên vì cả công thời gian dân chỉ số
qua hiện bằng thành tế học mình đang mới chính đình hội nhất sự quốc tỉnh động xã kinh phát triển điều kiện đời sống
hoạt quản lý thực phẩm môi trường sản xuất tiêu dùng bền vững kế hoạch chợ siêu thị cửa hàng tiện lợi thương mại túi
ni lông bao bì khó phân hủy huỷ giảm tỷ lệ tỉ khảo sát phiếu hỏi trả lời câu đúng sai chưa rõ tổng cộng mục lục
chương trình mô hình chiến dịch truyền tập huấn giáo dục đào tạo trung tâm doanh nghiệp khu cụm làng nghề hợp tác hộ
gia ủy ban nhân dân uỷ sở phòng thôn xóm phố phường huyện thị trấn thủ đô miền núi đồng biển sông hồ đảo vùng quê
đất rừng cây lúa gạo ngô khoai sắn đậu rau quả chuối cam quýt bưởi nhãn vải thịt lợn gà vịt trâu bò dê cá tôm cua ốc
mắm muối đường sữa trứng bánh phở bún miến cháo chè cà phê rượu bia nước ngọt thuốc lá áo quần giày dép mũ nón khăn
giường tủ bàn ghế đèn quạt điện thoại máy tính xe đạp ô tô tàu thuyền cầu cống nguyễn trần lê phạm hoàng huỳnh phan
vũ võ đặng bùi đỗ ngô dương lý hồ đinh mỹ quý hoà hòa thuý thúy thuỷ thủy hằng hạnh hiếu hùng dũng cường tuấn dũng
khải quỳnh nguyệt tuyết yến oanh hoài thu ngoằn ngoèo khuỷu tay thuở xưa huơ khuya quở trách giếng gìn giữ gì giặt
giũ quặng quẩn quanh quắt quịt quyển sách nghiêng ngả khuếch đại huênh hoang xuềnh xoàng tuềnh toàng boong xoong
soóc hươu nai bướu khướu rượu nước trượt chước thơm lớp cơn sương mườn mượt yêu yếu yểu yết kiêu nguều ngoào luân
chuyển luật khuân vác khuấy tuần hoàn xoăn xoắn xoay ngoáy loáng choáng toáng khoẻ khỏe xoè xòe hoẹt toét loét
chuệch choạc ích kỷ kịch ếch lệch chênh vênh bệnh viện mềnh môn lôi tôm gốm bồ bát ren thêu cói chạm khắc đá đắk lắk
nông gò dầu đồng tháp krông búk đăk plông rờ kơi ngọc hồi
""".split()


def apart(letter):
    """Return a letter without its tone, and the tone."""
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in TCVN3_MARKS)
    return unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks), tone


def in_tcvn3(letter):
    if letter in LETTERS:
        return bytes.fromhex(TCVN3[LETTERS.index(letter)])
    if letter in TCVN3_CAPITALS or letter.isascii():
        return bytes([TCVN3_CAPITALS.get(letter, ord(letter) & 0x7F)])
    base, tone = apart(letter)
    return in_tcvn3(base) + bytes([TCVN3_MARKS[tone]])


def in_vni(letter):
    if letter.lower() not in LETTERS:
        return letter.encode("ascii")
    spelt = VNI[LETTERS.index(letter.lower())]
    return (spelt if letter.islower() else spelt.upper()).encode("latin-1")


def in_windows_1258(letter):
    base, tone = apart(letter)
    return base.encode("cp1258") + tone.encode("cp1258")


WRITERS = {"windows-1258": in_windows_1258, "tcvn3": in_tcvn3, "vni": in_vni}


def encode(text, encoding):
    return b"".join(map(WRITERS[encoding], text))
