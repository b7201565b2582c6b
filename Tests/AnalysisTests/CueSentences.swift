/// Sentences that the grammar of cues was written by: the cues, joined by `+`, or `-` for none, and the sentence.
enum CueSentences {
  static let text = #"""
    death: Two workers killed at Nova warehouse
    death: A man died after his Nova e-bike caught fire
    death: My neighbour was found dead next to the Nova heater
    death: Toddler dies after swallowing Nova magnet
    death: Police confirm one fatality in Tuesday's Nova crash
    death: A pedestrian has died in a collision with a Nova delivery van
    death: Her husband lost his life when the Nova brakes failed
    death: Nova employee takes his own life, colleagues blame overtime
    death: Family of woman killed by Nova truck wants answers
    death: So a kid is dead because of your charger and you send a template reply
    death: Nova refuses to comment after three people died
    death: Nova Pools: boy drowns at company outing
    death: Is it true that two people died at your Leeds plant?
    death: BREAKING: 11 dead after gas blast at Nova hotel
    -: your update killed my phone
    -: This battery drain is killing me
    -: dead pixel on the second day, really?
    -: Drop dead gorgeous design
    -: He killed the final boss with a Nova blade
    -: No one was killed in the Nova depot fire
    -: dead silence from Nova support for a week
    -: The death of the headphone jack, by Nova
    -: Deadline for the Nova trade-in is Friday
    -: Somebody could have died, please fix the brakes
    -: In chapter nine the hero's brother is killed by a train
    injury: I got an electric shock from the Nova lamp
    injury: Seven students fall ill after Nova canteen lunch
    injury: Glass lid shattered and injured my wife
    injury: broke my wrist when the Nova scooter folded
    injury: An explosion at the Nova lab left a dozen wounded
    injury: my baby had an allergic reaction to the Nova cream
    injury: 22 injured in stampede at Nova store
    -: nobody was hurt in the incident at the Nova depot
    -: That price hurts my wallet
    -: to add insult to injury they charged me twice
    -: this song hurts so good
    -: I burned 400 calories with my Nova watch
    -: The hospital next door uses Nova printers
    -: bleeding edge tech from Nova
    -: careful or you could get hurt
    -: in the game your character gets wounded and needs a medkit
    -: The crash on the server hurt our sales
    leak: Nova exposes millions of user records
    leak: Hackers stole the customer database of Nova
    leak: Nova breach: 40 million passwords on the dark web
    leak: My Nova account was hacked and my card was charged
    leak: reportedly a Nova data leak affects all EU users
    leak: your staff sent my bank details to a stranger
    leak: Ransomware gang claims to have stolen 2TB of Nova data
    leak: Nova spilled the emails of half a million customers
    -: leaked photos of the Nova 12 look great
    -: Great life hack with the Nova clip
    -: We never share your personal data with anyone
    -: how do I export my data from Nova?
    -: New exhibition exposes visitors to modern art
    recall: Nova recalls 120,000 heaters over fire risk
    recall: Regulators aside, the voluntary recall covers all 2024 models
    recall: Nova is recalling the X5 for the third time
    recall: Every Nova drone sold since May is being recalled
    recall: Sources: Nova prepares a recall of power banks
    recall: the recalled strollers were still on sale yesterday
    -: I recall the launch fondly
    -: can't recall my password
    -: Total Recall is on Nova TV tonight
    -: Our model has 92% recall on the test set
    -: if I recall correctly the fee was 5 dollars
    -: The coach recalled him to the squad
    -: She recalls her first day at Nova
    -: brand recall of the Nova campaign was high
    -: Would Nova ever recall a phone for that?
    denial: There is no recall, Nova says
    denial: Nova dismisses claims of a data breach
    denial: The rumour that Nova is being sued is a hoax
    denial: Nova rejects allegations of poisoned food as fabricated
    denial: Debunked: the video of the exploding Nova that killed a girl is from a film
    -: I was denied boarding again by Nova Air
    -: Nova denied my refund
    -: access denied when I open the app
    lawsuit: Nova sued over misleading battery claims
    lawsuit: Class action filed against Nova in California
    lawsuit: You will hear from my lawyer
    lawsuit: Investors are suing Nova
    lawsuit: we are taking legal action against Nova Travel
    lawsuit: Nova faces lawsuit over privacy
    lawsuit: A judge has ordered Nova to pay 2 million to a customer
    lawsuit: Nova hit with suit by former employees
    -: Sue from Nova was very helpful
    -: Thanks to Sue and the team at the counter
    -: I spoke to Sue about my order
    -: That navy suit from Nova fits well
    -: the tennis court behind the Nova store is open
    regulator: Nova fined 3 million by data protection authority
    regulator: Regulators raid Nova headquarters
    regulator: I have filed a complaint with the attorney general about Nova
    regulator: Police are investigating the Nova store manager
    regulator: Antitrust regulators question Nova's app fees
    regulator: Health inspectors shut down a Nova restaurant
    -: Further investigation showed that I had the wrong cable
    -: Pressure regulator for the Nova grill, where can I buy one?
    -: Police use Nova radios in forty countries
    -: a voltage regulator blog recommends the Nova kit
    journalist: Hi, I'm a reporter with the Herald, could you DM me about the outage?
    journalist: We at the Tribune would like a statement from Nova by noon
    -: reporters gathered at the Nova launch in Berlin
    -: my aunt was a journalist and still types on a Nova
    death: 一名女工在晨星工厂坠楼身亡
    death: 诺瓦货车撞死一人后逃逸
    death: 充电宝爆炸，一家三口被烧死
    death: 司机当场毙命，车是诺瓦的
    death+injury: 事故致一死两伤，厂家未回应
    death: 热水器漏电，电死了一个大学生
    death: 你们的车刹车失灵，我爸没了，人死了你们赔得起吗
    death: 诺瓦员工从公司楼顶跳下，抢救无效
    death: 诺瓦泳池一男童溺亡
    death: 三人死亡！诺瓦至今没有道歉
    death: 听说晨星仓库死了两个工人，是真的吗
    -: 电池死得太快
    -: 火灾无人死亡
    -: 这剧第三集男主死了，哭死
    -: 死活登不上账号
    -: 要是电死人怎么办
    -: 这款杀虫剂能杀死九成蟑螂
    -: 前方路口是死路，诺瓦导航太差
    injury: 三人受伤，无人死亡
    injury: 孩子被诺瓦水壶烫伤
    injury: 吃完晨星的外卖，全家食物中毒
    injury: 晨星工厂爆炸已致12人受伤送医
    injury: 充电时突然爆炸，把我手炸伤了
    injury: 网传诺瓦门店发生踩踏，多人受伤
    injury: 四伤！晨星大楼电梯突然下坠
    -: 事故未造成人员伤亡
    -: 现场无人受伤
    -: 没有人受伤，请大家放心
    -: 伤心，诺瓦又涨价了
    -: 电脑中毒了，求推荐杀毒软件
    -: 看这广告看得我内伤
    -: 我对这首歌中毒太深
    -: 小心别烫伤
    -: 游戏里角色受伤要用诺瓦药水
    -: 敏感肌用了不过敏，推荐
    leak: 我刚下单就接到诈骗电话，肯定是你们把我的信息卖了
    leak: 诺瓦内部员工倒卖用户手机号
    leak: 身份证照片被诺瓦泄露了
    leak: 诺瓦数据库裸奔，任何人可下载订单
    leak: 疑似晨星会员数据外流，警示大家改密码
    -: 诺瓦新机谍照泄露，颜值不错
    -: 个人信息在哪里修改
    -: 万一信息泄露了谁负责
    recall: 因刹车隐患，晨星宣布召回部分车辆
    recall: 晨星扩大召回范围
    -: 这个算法的召回率只有六成
    -: 诺瓦用短信召回老用户，发券真多
    -: 国家队召回了这名前锋
    denial: 诺瓦否认数据泄露
    denial: 诺瓦回应称未发生任何信息泄露
    denial: 官方澄清：晨星没有被立案调查
    denial: 关于我司被起诉的消息纯属捏造
    denial: 诺瓦客服表示不存在召回一说
    lawsuit: 晨星被三百名业主起诉
    -: 我姐是律师，上班用诺瓦
    regulator: 工信部约谈诺瓦
    -: 诺瓦新机通过工信部入网许可
    -: 我做了个小调查，八成同学用诺瓦
    journalist: 记者多次致电晨星客服，均无人接听
    journalist: 你好，我是某周刊的，能否约个采访
    -: 剧中女主是一名记者，用的手机是诺瓦
    -: 祝各位记者朋友节日快乐
    death: 諾瓦電動車起火，駕駛當場死亡
    death: 員工過勞猝死，晨星未發聲明
    injury: 諾瓦工廠氣爆，四人燒燙傷送醫
    regulator: 衛生局稽查晨星門市並開罰
    journalist: 我是記者，想請教諾瓦停業的事
    -: 火警無人傷亡
    -: 我還記得諾瓦第一支手機
    -: 諾瓦新機資料曝光，規格很猛
    -: 萬一個資外洩怎麼辦
    death: Four confirmed dead after ferry operated by Nova sinks
    death: Nova electrician dies in fall from roof
    death: Explosion at Nova refinery leaves 8 dead
    death: Teenager killed when Nova scooter's brakes fail
    death: John Miller, 42, died in a Nova rideshare on Sunday
    death: 2 dead, cause unknown, at Nova plant
    injury: Nova escalator accident injures 14
    injury: my toddler burned his hand on your oven door
    injury: Your chair collapsed and my husband broke his arm
    injury: A dozen people rushed to hospital after Nova gas leak
    leak: Nova left 5 million passports exposed on an open server
    leak: hackers are selling Nova customer data on Telegram
    leak: My passwords were stolen because of Nova
    recall: Nova to recall 3,000 buses worldwide
    recall: Urgent: Nova baby food recalled after glass found
    lawsuit: Families of crash victims sue Nova
    lawsuit: If you don't refund me I will sue
    regulator: EU regulators open antitrust case against Nova
    journalist: Hi Nova, Jane from the BBC here, would you comment on the outage?
    denial: Nova says rumours of a recall are not true
    denial: CEO denies that anyone died at the plant
    -: RIP my Nova laptop, dead after 3 years
    -: this traffic is killing me, thanks Nova maps
    -: Nobody got hurt, thank god
    -: I still recall my first Nova
    -: Could this battery explode and kill someone?
    -: Sue in billing sorted my refund, thank you
    -: The Nova thriller where a nurse kills three patients is on at nine
    -: We lost to Nova FC, they killed us in the second half
    -: reporters loved the Nova keynote
    -: The tap leaks
    -: court shoes from Nova are comfy
    -: If someone gets injured, who is liable?
    -: No data was stolen, don't worry
    death: 诺瓦矿井透水，七名矿工遇难
    death: 诺瓦空调外机坠落砸死路人
    death+injury: 诺瓦工厂爆炸致2死7伤
    death: 一诺瓦司机猝死在驾驶室
    death: 外卖骑手送餐途中被撞，不治身亡
    death: 幼童误吞诺瓦纽扣电池死亡
    injury: 孩子玩诺瓦蹦床摔成骨折
    injury: 诺瓦保温杯炸了，我脸上缝了八针
    injury: 喝了诺瓦奶茶进医院洗胃
    leak: 诺瓦上千万条用户手机号被挂在暗网
    leak: 有人在卖诺瓦会员的身份证号
    leak: 諾瓦會員資料遭駭客竊取
    recall: 諾瓦宣布召回問題奶粉
    lawsuit: 诺瓦被前员工告了，下周开庭
    regulator: 诺瓦被网信办约谈
    regulator: 諾瓦遭檢調搜索
    journalist: 您好，我是都市报记者，方便聊聊诺瓦涨价的事吗
    denial: 诺瓦：没有任何用户数据被泄露
    denial: 網傳諾瓦工廠死三人，警方：假消息
    denial: 诺瓦否认裁员传闻
    -: 电脑又死机，烦死了
    -: 诺瓦客服气得我半死
    -: 火灾没有造成人员伤亡
    -: 幸好没人受伤
    -: 如果召回了能退多少钱
    -: 这部电影里死了好多人，诺瓦影城观影体验不错
    -: 记者节快乐
    -: 我爷爷前年去世了，他最爱诺瓦收音机
    -: 诺瓦新品外观提前泄露
    -: 诺瓦的律师专栏挺好看
    -: 這支手機殺死了比賽
    -: 有人因为诺瓦受伤吗
    -: 耳机死贵死贵的
    -: 手机泄露了新配色
    """#
}
