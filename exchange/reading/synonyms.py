"""What the columns of real rosters are called, and the words for each target on the mapping screen."""

from __future__ import annotations

from typing import Final

from models.spec import L, Label

TARGETS: Final[dict[str, Label]] = {
    "building": L("楼号", "Building"),
    "entrance": L("单元", "Entrance"),
    "room": L("房号", "Room"),
    "address": L("房屋地址（楼号、单元、房号合在一起）", "Address (building, entrance and room in one)"),
    "floor": L("楼层", "Floor"),
    "gross_area": L("建筑面积(㎡)", "Gross area (m²)"),
    "net_area": L("室内面积(㎡)", "Net area (m²)"),
    "layout": L("户型", "Layout"),
    "usage": L("用途", "Usage"),
    "occupancy": L("入住状态", "Occupancy"),
    "handed_over_on": L("收房日期", "Handed over on"),
    "owner_name": L("业主姓名", "Owner's name"),
    "phone": L("联系电话", "Phone"),
    "phone2": L("备用电话", "Second phone"),
    "id_number": L("身份证号", "ID number"),
    "gender": L("性别", "Gender"),
    "workplace": L("工作单位", "Workplace"),
    "mailing_address": L("通讯地址", "Mailing address"),
    "emergency_contact": L("紧急联系人", "Emergency contact"),
    "family": L("家庭成员", "Family members"),
    "tenant": L("租户", "Tenant"),
    "since": L("成为业主的日期", "Owner since"),
    "remark": L("备注", "Remark"),
    "elevator": L("是否有电梯", "Lift"),
    "building_floors": L("楼栋总层数", "Floors of the building"),
    "owner_ref": L("业主编号（与业主信息页对应）", "Owner's number (joins the owners' sheet)"),
    "owner_kind": L("人员类型", "Kind of person"),
    "owner_parent": L("所属业主编号", "Number of the owner he belongs to"),
    "ignore": L("不导入", "Not imported"),
}

_WORDS: Final[dict[str, str]] = {
    "building": "楼号 楼栋号 栋号 幢号 幢 栋 楼宇 楼栋 楼栋编号 楼编号 楼栋名称 楼宇名称 楼座 座号 座 楼幢 幢栋号 楼 楼宇号 楼宇编号 "
    "所属楼栋 所在楼栋 楼栋号码 栋 building buildingno buildingnumber block blockno tower buildingcode",
    "entrance": "单元 单元号 单元编号 单元名称 门栋 门栋号 门洞 单元门 所属单元 所在单元 梯号 entrance entranceno staircase stairwell",
    "room": "房号 室号 房间 房间号 房屋编号 房屋号 门牌 门牌号 户号 房间编号 室 房间号码 房号室号 房屋编码 门号 户室号 房屋房号 "
    "room roomno roomnumber flat flatno apartment apartmentno doorno suite houseno",
    "address": "房屋地址 地址 房产 房产地址 房屋 房屋位置 房屋坐落 坐落 座落 住址 房源 楼栋房号 楼栋单元房号 楼栋单元房间 楼号单元房号 "
    "楼号房号 房屋信息 家庭住址 物业地址 房产名称 房屋名称 栋单元室 楼房号 单元房号 address unitaddress homeaddress property",
    "floor": "楼层 房屋楼层 所在楼层 层 层数 层号 所在层 floor floorno level storey",
    "gross_area": "面积 建筑面积 建面 房屋面积 产权面积 房产面积 计费面积 收费面积 物业面积 合同面积 "
    "area grossarea builtuparea floorarea size sqm areasqm",
    "net_area": "室内面积 套内面积 使用面积 套内建筑面积 实用面积 套内 netarea usablearea innerarea",
    "layout": "户型 房型 房屋户型 户型结构 格局 layout floorplan roomtype",
    "usage": "用途 房屋用途 房屋类型 使用性质 房屋性质 物业类型 房产类型 业态 usage propertytype use purpose",
    "occupancy": "入住状态 入住情况 房屋状态 房态 使用状态 居住状态 居住情况 状态 occupancy occupancystatus status",
    "handed_over_on": "入住日期 交房时间 收房日期 交房日期 收房时间 入住时间 入伙日期 入伙时间 接房日期 接房时间 交付日期 交付时间 "
    "交楼日期 收楼日期 handedoveron handover handoverdate moveindate movein deliverydate movedin",
    "owner_name": "业主姓名 业主名称 户主 姓名 产权人 业主 户主姓名 房主 房主姓名 产权人姓名 业主名 客户名称 客户姓名 权利人 住户姓名 "
    "住户 名称 姓名名称 购房人 买受人 owner ownername name ownersname fullname residentname",
    "phone": "电话 手机 手机号 联系电话 联系方式 手机号码 电话号码 业主电话 业主手机 业主手机号 业主联系电话 联系手机 户主电话 "
    "移动电话 联络电话 本人电话 业主联系方式 电话1 手机1 联系电话1 联系方式1 phone phoneno phonenumber mobile mobileno "
    "mobilephone tel telephone contact contactno contactnumber cell cellphone phone1",
    "phone2": "备用电话 电话2 手机2 联系电话2 联系方式2 备用手机 其他电话 固定电话 座机 家庭电话 住宅电话 第二联系电话 备用联系方式 "
    "备用联系电话 宅电 phone2 secondphone otherphone landline homephone alternatephone",
    "id_number": "身份证号 证件号码 身份证 身份证号码 证件号 业主身份证号 业主身份证 公民身份号码 身份证件号码 有效证件号码 证件编号 "
    "idnumber idno idcard idcardno identitycard nationalid passport passportno",
    "gender": "性别 业主性别 gender sex",
    "workplace": "工作单位 单位 单位名称 就职单位 工作地点 公司 workplace employer company",
    "mailing_address": "通讯地址 邮寄地址 联系地址 通信地址 邮政地址 户籍地址 户口所在地 mailingaddress postaladdress correspondenceaddress",
    "emergency_contact": "紧急联系人 紧急联系电话 紧急联系方式 紧急联系人电话 紧急联系人及电话 紧急电话 应急联系人 "
    "emergencycontact emergencyphone emergency",
    "family": "家庭成员 家属 家人 同住人 家庭成员姓名 同住人员 成员 共同居住人 常住人口 family familymembers household members",
    "tenant": "租户 租客 承租人 租户姓名 租客姓名 租住人 使用人 tenant tenantname lessee renter",
    "since": "业主起始日期 产权日期 过户日期 购房日期 起始日期 签约日期 since ownersince purchasedate",
    "remark": "备注 说明 备注说明 备注信息 其他 附注 remark remarks note notes comment comments memo",
    "elevator": "是否有电梯 有无电梯 电梯 lift elevator haslift haselevator",
    "building_floors": "总层数 楼栋总层数 楼层总数 总楼层 地上层数 floorstotal totalfloors buildingfloors storeys numberoffloors",
    "owner_ref": "业主编号 业主编码 业主序号 业主id 客户编号 户主编号 ownerno ownernumber ownerid ownerref",
    "owner_kind": "业主类型 人员类型 住户类型 成员类型 ownertype residenttype",
    "owner_parent": "所属业主编号 关联业主编号 归属业主编号 业主上级编号 家庭业主编号 parentowner",
    "ignore": "序号 编号 序 no # 行号 排序 seq serial index sn 号",
}

SYNONYMS: Final[dict[str, str]] = {word: target for target, words in _WORDS.items() for word in words.split()}

# English "Unit" is the home in some rosters and the staircase in others: the first target still free is taken
AMBIGUOUS: Final = dict.fromkeys(("unit", "unitno", "unitnumber", "unitcode"), ("room", "entrance"))

# parts of a header that give a hint; the first that fits is a guess and shown as one
HINTS: Final[tuple[tuple[str, str], ...]] = (
    ("紧急", "emergency_contact"),
    ("租", ""),
    ("车", ""),
    ("费", ""),
    ("押金", ""),
    ("身份证", "id_number"),
    ("证件号", "id_number"),
    ("备用电话", "phone2"),
    ("家庭成员", "family"),
    ("建筑面积", "gross_area"),
    ("套内面积", "net_area"),
    ("室内面积", "net_area"),
    ("通讯地址", "mailing_address"),
    ("手机", "phone"),
    ("联系电话", "phone"),
    ("业主电话", "phone"),
    ("业主姓名", "owner_name"),
    ("产权人", "owner_name"),
    ("交房", "handed_over_on"),
    ("收房", "handed_over_on"),
    ("入住日期", "handed_over_on"),
    ("入住时间", "handed_over_on"),
    ("楼栋", "building"),
    ("单元", "entrance"),
    ("房号", "room"),
    ("室号", "room"),
    ("备注", "remark"),
)

PARKING_WORDS: Final = (
    "车位编码",
    "车位号",
    "车位编号",
    "车位",
    "停车场类型",
    "停车场编号",
    "车牌号",
    "车牌",
    "parkingspace",
    "plate",
)
FEE_WORDS: Final = ("费用编号", "收费项目", "计费单价", "缴费周期")
