"""The catalogue's names for the registers built so far, copied by hand: what a declaration may add to but not drop."""

CATALOGUE = """\
Site base - none | 项目/管理处 | Site
  code str! 项目代码
  name str! 项目名称
  address str 地址
  hotline phone 服务热线
  opened_on date 启用日期
  greeting_name str 电话报名
Department base - none | 部门 | Department
  name str! 部门
  head ref:Staff 负责人
  responsibilities text 部门职责
  powers text 部门权力
  leader ref:Staff 直属领导
  phone phone 电话
  duty_phone phone 值班电话
  specialty str 专业
  notes text 相关说明
  drafted_by ref:Staff 编制人员
  reviewed_by ref:Staff 审核人员
  approved_by ref:Staff 批准人员
  approved_on date 批准日期
Post base - approval | 岗位 | Post
  name str! 岗位名称
  code str 职位编号
  department ref:Department! 所属部门
  reports_to ref:Post 直接上级
  headcount int 编制人数
  duties text 职责描述
  promotion str 晋升方向
  grade str 职系
  rotation str 轮换岗位
  subordinates_count int 管辖人数
  internal_coordination text 内部协调
  external_coordination text 外部协调
  drafted_by ref:Staff 编制人员
  drafted_on date 编制日期
  reviewed_by ref:Staff 审核人员
  reviewed_on date 审核日期
  approved_by ref:Staff 批准人员
  approved_on date 批准日期
  main_tasks text 主要工作任务
Staff base - none | 员工 | Staff
  name str! 姓名
  job_no str! 工号
  post ref:Post! 岗位
  phone phone 电话
  id_number idno 身份证号
  hired_on date 入职日期
  probation_until date 试用期至
  left_on date 离职日期
  employment enum! 在职状态 = probation regular left
  user ref:User 登录账号
  qualifications rows 上岗资格
    kind enum = training computer other
    certificate_no str
    passed_on date
    valid_until date
  concurrent_posts refs:Post 兼任岗位
User base - none | 用户与角色 | User and role grants
  username str! 账号
  active bool! 启用
  grants rows 授权
    site ref:Site
    role enum
  locale enum 界面语言 = zh en
Building base - none | 楼栋 | Building
  code str! 楼号
  entrances int 单元数
  floors int 总层数
  elevator bool 是否有电梯
  area_keeper ref:Staff 责任楼管员
Unit base - none | 房屋 | Unit
  building ref:Building! 楼号
  entrance str 单元
  room str! 房号
  floor int 楼层
  gross_area decimal 建筑面积(㎡)
  net_area decimal 室内面积(㎡)
  layout str 户型
  usage enum 用途 = home shop office garage storage
  occupancy enum 入住状态 = unsold handed_over decorating occupied let vacant
  handed_over_on date 收房日期
Resident base - none | 业主/住户 | Owner or resident
  name str! 姓名
  phone phone 联系电话
  phone2 phone 备用电话
  id_number idno 身份证号
  gender enum 性别 = m f
  workplace str 工作单位
  mailing_address str 通讯地址
  emergency_contact str 紧急联系人
  occupancies rows 房屋关系
    unit ref:Unit
    relation enum = owner co_owner family tenant agent
    since date
    until date
WorkCalendar base - none | 工作日历 | Working calendar
  day date! 日期
  kind enum! 类别 = workday rest holiday
  note str 说明
ChecklistItem base - none | 检查项库 | Checklist library
  subject str! 适用
  item str! 检查项
  standard text! 标准
  weight decimal 分值
Setting base - none | 项目参数 | Site setting
  key str! 参数
  value str! 取值
  note text 说明
ServiceLog service FW written | 服务登记本 | Service register (hotline and front desk)
  states open 待处理, passed_on 已转单, answered 已答复, closed 已办结
  transitions to_repair to_complaint answer close
  channel enum! 渠道 = phone visit letter fax patrol night_log online
  received_at datetime! 接待时间
  rings int 铃响声数
  missed bool 漏接
  transferred_to ref:Staff 转接/转告
  relayed_by ref:Staff 转报人
  caller str! 姓名
  unit ref:Unit 楼号房号
  phone phone 联系电话
  kind enum! 类别 = repair complaint consult suggestion request help appointment_fee message fee_query other
  content text! 内容
  appointment_at datetime 预约时间
  reply text 答复
  reply_due_at datetime 约定回复时间
  handled_by ref:Staff 经办人
  answered_at datetime 接起
  call_minutes decimal 通话分钟
  passed_at datetime 传达时间
  acknowledged bool 已知悉
  consulted str 咨询专业人员
RepairOrder service WX written | 维修任务单 | Repair order
  states registered 已登记, dispatched 已派单, arrived 已到场, completed 已完工, returned 已回单, called_back 已回访, approved 已审批, handed_over 已移交归档, cancelled 已取消, void 作废
  transitions dispatch reassign arrive reschedule complete return_slip rework call_back approve hand_over cancel
  source_log ref:ServiceLog 来源登记
  scope enum! 维修范围 = private public
  unit ref:Unit 楼号房号
  location str 公共部位
  reporter str! 报修人
  phone phone! 联系电话
  reported_at datetime! 报修时间
  category enum! 类别 = water power heating leak door elevator structure public other
  content text! 报修内容
  appointment_at datetime 预约时间
  priority enum! 紧急程度 = normal urgent
  technician ref:Staff 维修人员
  dispatched_at datetime 派单时间
  arrived_at datetime 到场时间
  completed_at datetime 完成时间
  returned_at datetime 回单时间
  rework_count int 返工次数
  result text 维修结果
  materials rows 用料
    item ref:StockItem
    quantity decimal
    amount money
  charge money 收费金额
  satisfied bool 业主是否满意
  dissatisfied_reason text 不满意原因
  owner_sign sign 业主签字
  area_keeper ref:Staff 辖区客服
  reschedules rows 改约备案
    at datetime
    busy_at str
    promised_at datetime
    agreed bool
    reason str
  custodian ref:Staff 保管人
Complaint service TS written | 客户投诉登记及处理表 | Complaint log and handling form
  states registered 已登记, investigated 已核实, decided 已批示, handled 已处理, replied 已回复, called_back 已回访, closed 已办结
  transitions investigate decide report_up handle reply call_back reopen close
  source_log ref:ServiceLog 来源登记
  channel enum! 投诉方式 = letter phone fax visit online
  received_at datetime! 受理时间
  complainant str! 客户名称
  unit ref:Unit 楼号房号
  phone phone 联系电话
  document_no str 投诉文件编号
  nature enum! 投诉性质 = service repair clean security fee neighbour facility decoration other
  severity enum! 等级 = minor major
  summary text! 内容摘要
  investigation text 调查核实情况
  proposal text 处理建议
  decision text 处理办法
  department ref:Department 责任部门
  handler ref:Staff 责任人
  result text 处理结果
  replied_at datetime 回复业主时间
  satisfied bool 业主是否满意
  reported_up_at datetime 上报时间
  director_told_at datetime 回复管理处时间
  original files 投诉原件/正式记录
Callback service HF approval | 回访记录表 | Callback record
  kind enum! 回访类别 = repair leak complaint sample regular ad_hoc major
  method enum! 方式 = phone visit
  repair_order ref:RepairOrder 维修任务单
  complaint ref:Complaint 投诉
  unit ref:Unit 楼号房号
  interviewee str! 受访人
  phone phone 联系电话
  called_at datetime! 回访时间
  reached bool! 是否联系上
  satisfaction rating 满意度
  opinion text 业主意见
  treatment text 处理意见及结果
  follow_up enum 跟进 = none rework complaint suggestion
  leak_again bool 复漏
  told_at datetime 整改通知时间
  solicited bool 是否被索要好处
StaffRequisition hr RX approval | 人力资源需求申请表 | HR demand form
  department ref:Department! 申请部门
  post ref:Post! 需求岗位
  headcount int! 人数
  reason enum! 原因 = vacancy expansion temporary
  reason_detail text! 说明
  requirements text! 任职要求
  needed_by date! 到岗日期
  establishment computed 编制人数
  current computed 现有人数
  hires rows 招聘结果
    staff ref:Staff
    hired_on date
Separation hr LZ approval | 员工辞职、辞退审批表 | Resignation and dismissal approval
  staff ref:Staff! 员工
  kind enum! 类别 = resign dismiss
  reason text! 原因
  applied_on date! 申请日期
  last_day date! 最后工作日
  handover rows 工作移交
    item str
    to ref:Staff
    done bool
  assets_returned bool 物品归还
  dormitory_cleared bool 宿舍退还
  settled_on date 结算日期
WorkInspection office JC2 approval | 工作检查记录表 | Work inspection sheet
  kind enum! 检查类别 = weekly daily monthly ad_hoc quality
  inspected_at datetime! 检查时间
  post ref:Post! 被检查岗位
  staff ref:Staff 被检查人
  subject enum! 检查内容 = work_record duty_record handover_record site_work appearance decoration hygiene
  items rows 检查项
    item str
    standard str
    result enum = pass fail
    problem str
  evaluation text! 评价
  correction text 整改要求
  corrective_action ref:CorrectiveAction 纠正预防措施
  score decimal 得分
CorrectiveAction office JZ written | 纠正和预防措施 | Corrective and preventive action
  states open 待整改, planned 已制订措施, done 已完成, verified 已验证, void 作废
  transitions plan finish verify fail
  origin enum! 来源 = inspection complaint survey audit safety other
  problem text! 问题描述
  cause text 原因分析
  corrective text 纠正措施
  preventive text 预防措施
  responsible ref:Staff! 责任人
  due_on date! 完成期限
  verification text 验证结果
  effective bool 有效
SecretAccessLog safety - log | 客户资料查阅日志 | Customer-data access log
  at datetime 时间
  user ref:User 用户
  what text 查阅内容
  why text 事由
StockItem assets - none | 库存物料 | Stock item
  code str! 物料编号
  name str! 名称
  kind enum! 类别 = consumable material tool office
  measure str! 单位
  price money 单价
  min_quantity decimal 警戒库存
  place str 存放位置
  on_hand computed 现存
Deadline duty - log | 时限台账 | Deadline ledger
  register str 台账
  record str 记录
  rule str 时限项
  starts_at datetime 起算
  due_at datetime 到期
  met_at datetime 完成
  state enum 状况 = running met late overdue waived
  accountable enum 责任人/岗位
  escalated_to enum 已上报
"""
